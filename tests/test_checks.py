"""Each diagnostic code: a tiny publication that has the fault, and the words that tell of it.

``tests/checks/CODE[-variant]/in`` is a publication's folder, or holds an article;
``expected.txt`` is what is said of it, places told from that folder.
"""

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import ROOT, environment

from octavo.core.problems import BuildFailed, Problem
from octavo.production import pipeline

CHECKS = ROOT / "tests" / "checks"
FOLDERS = sorted(folder.name for folder in CHECKS.iterdir())
TYPOGRAPHIC = "E6"
"""How codes begin that are told of pages, where somebody asks for it."""
CODE = re.compile(r'"([EWN]\d{3})"')
UNIT_TESTED = {
    # speaks of a clone of Octavo
    "E324": "test_own_checkout.py::test_a_clone_of_another_octavo_is_told_in_one_line_e324",
    # speak of a release, and of what it is to be held against
    "E901": "test_release.py::test_a_folder_without_papers_is_no_release_e901",
    "E902": "test_release.py::test_papers_that_lie_or_lead_elsewhere_are_refused_e902",
    "E903": "test_release.py::test_an_edition_that_was_damaged_is_told_e903",
    "E904": "test_verification.py::test_a_source_without_the_publication_is_refused_e904",
    "E905": "test_verification.py::test_a_source_that_does_not_build_is_told_with_its_reasons_e905",
    "E906": "test_tagged_state.py::test_a_commit_without_a_tag_is_not_released_e906",
    "E907": "test_tagged_state.py::test_a_tag_that_stands_elsewhere_is_refused_e907",
    "E908": "test_tagged_state.py::test_files_that_are_not_those_of_the_commit_are_named_e908",
    "E909": "test_release_bundle.py::test_two_builds_that_differ_stop_a_release_e909",
    "E910": "test_bundle_files.py::test_a_bundle_that_is_cut_off_is_refused_e910",
    "E911": "test_bundle_files.py::"
    "test_an_entry_that_leads_elsewhere_or_is_no_file_is_refused_e911",
    "E912": "test_bundle_files.py::test_a_file_too_many_and_one_too_few_are_told_e912",
    "E913": "test_signatures.py::"
    "test_a_signature_holds_for_its_key_alone_and_is_the_same_each_time_e913",
    "E914": "test_signatures.py::test_a_key_that_does_not_sign_is_told_e914",
    "E915": "test_tagged_state.py::test_a_tag_that_cannot_be_in_names_of_files_is_refused_e915",
    "E916": "test_bundle_files.py::"
    "test_an_id_of_no_release_is_told_and_one_that_is_none_refused_e916",
    # speak of octavo.lock, and of what departs from it
    "E920": "test_project_lock.py::test_a_merge_is_told_at_its_line_e920",
    "E921": "test_project_lock.py::test_a_lock_of_another_schema_asks_for_another_octavo_e921",
    **{
        f"E92{n}": "test_project_lock.py::"
        "test_each_kind_of_departure_has_a_code_a_place_and_a_remedy"
        for n in range(2, 8)
    },
    "E928": "test_project_lock.py::"
    "test_without_a_lock_frozen_refuses_check_warns_and_a_build_says_nothing_e928",
    "E929": "test_project_lock.py::test_a_build_says_in_one_notice_before_it_starts_what_departs",
    # speak of the engine of the PDF, and of its pages
    "E294": "test_engine.py::test_an_engine_that_breaks_down_is_told_as_e294",
    "E295": "test_engine.py::test_a_sheet_that_leaves_pages_no_running_heads_is_told_as_e295",
    # say what of finished files is not compared
    "E712": "test_collation_inputs.py::test_pages_that_are_pictures_are_told_as_e712",
    "E714": "test_redline_outputs.py::test_an_edition_not_made_takes_none_with_it_e714",
    "E725": "test_history.py::test_a_history_that_is_not_whole_is_told_e725",
    "E726": "test_history.py::test_blame_of_what_no_revision_is_is_refused_e726",
    "E727": "test_errata.py::test_a_chapter_that_neither_revision_has_is_no_silence",
    "E713": "test_collation_inputs.py::test_a_chapter_that_is_ill_formed_is_told_as_e713",
    # are about documents of word processors, and decisions about two revisions
    "E715": "test_tracked_changes.py::test_what_reads_a_document_is_asked_for_e715",
    "E716": "test_tracked_changes.py::test_a_hostile_document_is_refused_e716",
    "E717": "test_tracked_changes.py::test_a_document_is_read_as_it_was_written",
    "E718": "test_tracked_changes.py::test_pictures_elsewhere_are_never_loaded_e718",
    "E719": "test_source_patches.py::test_decisions_about_something_else_are_refused_e719",
    # says what lies among fetched faces, not what the text says
    "E284": "test_fetched_fonts.py::test_a_fetched_face_that_was_changed_is_told_and_never_used",
    # needs seconds that a publication of a few lines never takes
    "E117": "test_hostile.py::test_a_build_stops_when_its_time_is_over",
    "E306": "test_hostile.py::test_a_press_that_takes_too_long_is_ended_with_e306",
    # speaks of what the system does to processes
    "E319": "test_lost_presses.py::test_a_unit_that_no_press_survives_is_told_at_its_file",
    # need a file of half a gigabyte, and a clock that is none
    "E322": "test_odd_files.py::test_a_file_of_many_gigabytes_is_not_read_and_told_as_e322",
    "E323": "test_odd_files.py::test_a_clock_that_no_calendar_has_is_told_as_e323",
    # speaks of the machine's store, not of the text
    "E321": "test_cluster.py::test_a_machine_that_is_another_is_refused",
    "E320": "test_store_seal.py::test_a_given_secret_that_is_short_is_refused",
    # speaks of the network, which no build asks
    "E283": "test_picture_fetch.py::test_what_cannot_be_fetched_is_told_at_its_place",
    # says what the command asks for, not what the text says
    "E118": "test_editions.py::test_a_variant_that_is_not_there_cannot_be_made",
    # say what lies in source/, or what a file leaves unsaid that is built by itself
    "E121": "test_loose_title.py::test_what_a_file_leaves_unsaid_is_told_in_one_notice",
    "E122": "test_source_folder.py::test_a_file_without_metadata_is_told",
    "E123": "test_source_folder.py::test_a_folder_without_metadata_is_told_with_the_way_to_mend_it",
    "E124": "test_source_folder.py::test_an_empty_source_is_told",
    # speak of what wheels bring
    "E120": "test_plugins.py::test_a_step_after_one_that_is_not_there_is_e120",
    "E312": "test_plugins.py::test_an_edition_that_is_named_and_not_made_is_e312",
    # speak of what stands where Octavo writes
    "E119": "test_output.py::test_a_publication_cannot_have_a_name_that_build_needs",
    "E801": "test_output.py::test_an_edition_that_somebody_has_changed_is_not_replaced",
    "E802": "test_output.py::test_a_build_into_sources_is_refused_and_nothing_changes",
    "E803": "test_output.py::test_fonts_are_not_fetched_through_a_link",
    "E804": "test_output.py::test_a_build_that_is_a_file_is_a_problem_not_a_traceback",
    "E805": "test_refusals.py::test_what_is_there_and_closed_is_told_and_not_taken_for_absent",
    "E806": "test_json.py::test_whoever_asks_for_json_gets_json_for_a_wrong_command",
    # say where Octavo and others differ: every cure of its reading takes one away
    **{
        f"E24{n}": "test_second_reader.py::test_each_kind_of_difference_has_a_code_of_its_own"
        for n in (0, 1, 2, 3)
    },
    "E245": "test_second_reader.py::test_a_text_too_tangled_to_be_read_again_is_told",
    # speak for validators that others wrote
    **{
        f"E50{n}": "test_verify.py::test_each_validator_has_a_code_and_a_format_of_its_own"
        for n in range(1, 8)
    },
    "E140": "test_own_words.py::test_all_that_a_language_lacks_is_told_at_once_with_its_lines",
    "E234": "test_own_words.py::test_a_word_that_the_language_of_a_wheel_lacks_is_english_and_told",
    "E508": "test_verify.py::test_a_claim_that_a_validator_contradicts_is_told",
    "E509": "test_verify.py::test_no_verdict_is_not_a_good_one",
    # needs a machine without Pango
    "E301": "test_engine.py::test_a_missing_library_is_told_with_the_way_to_install_it",
    # needs pages that never settle
    "E302": "test_engine.py::test_page_numbers_that_do_not_settle_are_told",
    # needs a template that leaves something out
    "E317": "test_pdf_made.py::test_a_link_to_what_no_page_has_is_told_at_its_line",
    # speak of finished editions, not of the text
    "E310": "test_parity.py::test_an_edition_that_cannot_be_read_is_a_problem",
    "E401": "test_goldens.py::test_a_changed_word_is_shown_with_its_file_and_line",
    "E402": "test_goldens.py::test_a_publication_without_goldens_is_told",
    "E403": "test_goldens.py::test_a_stale_golden_and_a_missing_one_are_told",
    "E404": "test_goldens.py::test_other_bytes_of_the_same_tools_are_a_fault",
    "E405": "test_damaged_goldens.py::test_a_merge_that_was_left_open_is_told_at_its_line",
    "E406": "test_damaged_goldens.py::test_a_golden_that_cannot_be_read_is_told",
    "E407": "test_damaged_goldens.py::test_a_golden_changed_by_hand_is_no_fault_of_the_edition",
    "E408": "test_damaged_goldens.py::test_a_lost_golden_is_told",
    # say what cannot be compared
    "E701": "test_collation.py::test_what_is_not_there_is_e701",
    "E702": "test_collation.py::test_no_git_and_no_repository_are_e702",
    "E703": "test_collation.py::test_a_revision_that_is_not_there_is_e703",
    "E704": "test_collation.py::test_a_path_that_the_revision_lacks_is_e704",
    "E705": "test_collation.py::test_a_revision_that_is_too_large_or_leads_elsewhere_is_e705",
    "E706": "test_collation_inputs.py::test_what_cannot_be_read_is_e706",
    "E707": "test_collation_inputs.py::test_a_file_without_text_is_e707",
    "E708": "test_collation_inputs.py::test_a_pdf_and_an_epub_are_e708",
    "E709": "test_leaves.py::test_an_edition_without_a_pdf_is_e709",
    "E710": "test_toolchains.py::test_packages_that_cannot_build_are_e710_and_named_all_the_same",
    "E711": "test_build_folders.py::test_builds_of_schema_1_are_compared_with_a_notice",
}
"""Code that no publication can bring about -> the test that does."""


def told(name: str, tmp_path: Path) -> tuple[Problem, ...]:
    """Return the problems of ``checks/name``, their places told from its folder."""
    given, source = CHECKS / name / "in", tmp_path / "source"
    articles = [] if (given / "publication.yaml").exists() else sorted(given.glob("*.md"))
    slug = articles[0].stem if articles else name
    shutil.copytree(given, source if articles else source / slug)
    project = pipeline.Project(tmp_path, tmp_path / "build", None, environment())
    try:
        pipeline.check(project, slug, strict=False)  # no press is started for faults of the text
        if name.startswith(TYPOGRAPHIC):
            found = tuple(each.problem for each in pipeline.typography(project, slug))
        else:
            found = pipeline.build(project, slug, strict=False).problems
    except BuildFailed as failure:
        found = failure.problems
    home = "source/" if articles else f"source/{slug}/"
    assert all(each.place.path.startswith(home) for each in found), found
    return tuple(
        replace(each, place=replace(each.place, path=each.place.path.removeprefix(home)))
        for each in found
    )


def known_codes() -> set[str]:
    """Return the codes that occur in Octavo's own text."""
    files = sorted((ROOT / "src" / "octavo").rglob("*.py"))
    return {code for file in files for code in CODE.findall(file.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("name", FOLDERS)
def test_a_fault_is_told_with_its_place_and_a_hint(name: str, tmp_path: Path) -> None:
    found = told(name, tmp_path)
    expected = (CHECKS / name / "expected.txt").read_text(encoding="utf-8")
    assert "\n".join(map(str, found)) + "\n" == expected
    assert name[:4] in {problem.code for problem in found}
    assert all(problem.hint for problem in found)


def test_every_code_has_a_folder_or_a_unit_test() -> None:
    assert known_codes() == {name[:4] for name in FOLDERS} | set(UNIT_TESTED)


def test_unit_tests_that_stand_for_a_folder_exist_and_name_their_code() -> None:
    paths: dict[str, list[Path]] = {}
    for each in (ROOT / "tests").rglob("test_*.py"):
        paths.setdefault(each.name, []).append(each)
    for code, test in UNIT_TESTED.items():
        file, _, name = test.partition("::")
        (path,) = paths[file]
        text = path.read_text(encoding="utf-8")
        _, found, body = text.partition(f"\ndef {name}(")
        assert found, test
        assert code in body.partition("\ndef ")[0], test


def test_no_folder_stands_beside_a_unit_test() -> None:
    assert not {name[:4] for name in FOLDERS} & set(UNIT_TESTED)


def test_a_checks_folder_holds_nothing_else() -> None:
    assert [name for name in FOLDERS if not re.fullmatch(r"[EWN]\d{3}(-[a-z]+)?", name)] == []
    held = {name: {entry.name for entry in (CHECKS / name).iterdir()} for name in FOLDERS}
    assert {name: each for name, each in held.items() if each != {"in", "expected.txt"}} == {}
