"""Signs in a drawing that no face has are told where the drawing is shown."""

from pathlib import Path

from camera import drawing, project

from octavo.production.pipeline import check


def test_a_sign_of_a_drawing_that_no_face_has_is_told_at_its_picture(tmp_path: Path) -> None:
    files = {"a.svg": drawing('<text x="1" y="9">tide \U00012000</text>')}
    told = check(project(tmp_path, "Words.\n\n![Words](a.svg)\n", files), "views")
    (found,) = [each for each in told if each.code == "E220"]
    assert (found.severity, found.place.line) == ("warning", 9)
    assert found.message.startswith("in the drawing a.svg: no font of the theme")
