"""The editions of this project's publications: as they were accepted, and the same every time.

One test an edition: ``pytest -v`` lists them, ``pytest -k pdf`` runs those of PDFs. They begin to
compare with your first ``octavo accept``. If one fails, it names a page that shows what differs,
and the command that accepts it.

Below the line is room for tests of your own. ``octavo_edition`` hands each edition to a test: its
``name``, its ``files``, its ``words``.
"""


def test_the_edition_is_as_it_was_accepted(octavo_edition, octavo_compare):
    octavo_compare(octavo_edition)


def test_two_builds_give_the_same_bytes(octavo_publication):
    assert octavo_publication.build_anew().files == octavo_publication.files


def test_every_golden_belongs_to_a_publication(octavo_project):
    from octavo.goldens.trials import find_left_goldens

    assert octavo_project.slugs(), "there is no publication in source/"
    assert not find_left_goldens(octavo_project)


# --------------------------------------------------------------------------------------------------


def test_no_words_of_a_printer_are_left(octavo_edition):
    assert "lorem ipsum" not in octavo_edition.words.lower()
