"""Why a picture cannot be used."""


class BadPicture(Exception):
    """Says why a picture cannot be used; becomes a Problem where the place is known."""

    def __init__(self, code: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.code, self.message, self.hint = code, message, hint
