"""Cards: the parts of a checklist that end at a pause point."""

from dataclasses import dataclass

from generator.playbook.process import Phase, Step


@dataclass(frozen=True)
class Card:
    """Steps of one phase up to a pause point; `number` counts within the phase from 1, of `count`."""

    phase: Phase
    number: int
    count: int
    steps: tuple[Step, ...]

    @property
    def pause(self) -> str:
        """What to make sure of before going on."""
        return self.steps[-1].pause or ""


def list_cards(phase: Phase) -> list[Card]:
    """Divide a phase at its pause points; steps after the last one make a card too."""
    groups: list[list[Step]] = [[]]
    for step in phase.steps:
        groups[-1].append(step)
        if step.pause is not None:
            groups.append([])
    kept = [tuple(group) for group in groups if group]
    return [Card(phase, number, len(kept), steps) for number, steps in enumerate(kept, 1)]
