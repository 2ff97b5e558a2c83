"""What the press measured, as it goes over the wire."""

import json
from dataclasses import asdict

import pytest

from octavo.editions.pdf.layout_facts import LayoutFacts
from octavo.editions.pdf.measures import (
    Band,
    Face,
    Ink,
    Passage,
    Proof,
    ProofLine,
    ProofPicture,
    ProofSheet,
)

PROOF = Proof(
    (ProofSheet(40.0, 500.0, 460.0, (Band("a.1", "text", 40.0, 52.0),), False, "a.2", "heading"),),
    (Passage("a.1", 0, 1, "text", 300.0, 10.0, True, (ProofLine("x", 0, 1.5, 0.3, 0, "own"),)),),
    (ProofPicture("a.3", 1, "moon.png", (300, 200), (72.0, 48.0)),),
    (Ink("a.1", 0, "x", (0.0, 0.5, 1.0), (1.0, 1.0, 1.0), 10.0, True),),
    (Face("a.1", 0, "x", "Literata"),),
)


def test_a_proof_goes_over_the_wire_and_back() -> None:
    assert Proof.from_json(json.dumps(asdict(PROOF)).encode()) == PROOF


def test_a_proof_from_the_wire_cannot_be_changed() -> None:
    hash(Proof.from_json(json.dumps(asdict(PROOF)).encode()))  # a list in it would have none


def test_a_measure_that_this_process_does_not_know_is_refused() -> None:
    told = asdict(PROOF)
    told["faces"][0]["weight"] = 400
    with pytest.raises(TypeError, match="weight"):
        Proof.from_json(json.dumps(told).encode())


def test_a_fact_that_this_process_does_not_know_is_refused() -> None:
    told = json.loads(LayoutFacts(1, {}, {}, {}, (), (), (), ()).to_json())
    with pytest.raises(TypeError, match="depths"):
        LayoutFacts.from_json(json.dumps({**told, "depths": []}).encode())
