"""A proof of a publication's pages, for whoever looks for faults in them; no PDF is written."""

import json
from dataclasses import dataclass

from octavo.editions.order import Order
from octavo.editions.pdf.edition import CODE, ENGINES, NATIVE, set_up
from octavo.editions.pdf.proof import Proof
from octavo.editions.pdf.worker import Worker
from octavo.store import pack, unpack
from octavo.workshop import Workshop


@dataclass(frozen=True, slots=True)
class Pulled:
    """A proof, and the label of each of its pages."""

    proof: Proof
    labels: tuple[str, ...]


def pull_proof(order: Order, worker: Worker) -> Pulled:
    """Return the proof of a publication's pages as they stand in the PDF.

    Problems: E301, E302.
    """

    def make(inside: Workshop) -> bytes:
        inside.knows(CODE, ENGINES)
        for name in NATIVE:
            inside.inputs.native_version(name)
        standing = set_up(order, inside, worker)
        proof = worker.proof(standing.furniture(), standing.margins)
        return pack({"proof": proof, "labels": json.dumps(standing.layout.plan.labels).encode()})

    files = unpack(order.workshop.recall("proof", (order.digestible(),), make))
    return Pulled(Proof.from_json(files["proof"]), tuple(json.loads(files["labels"])))
