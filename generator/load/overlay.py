"""What one company changes, laid over the process."""

from dataclasses import replace

from generator.playbook.company import Timing
from generator.playbook.playbook import Playbook
from generator.playbook.process import Phase, Step


def apply_overlay(playbook: Playbook) -> Playbook:
    """Return the playbook with the overlay's role titles and timings in place of its own."""
    titles = {title.role: title.title for title in playbook.overlay.titles}
    roles = tuple(
        role.model_copy(update={"title": titles[role.id]}) if role.id in titles else role for role in playbook.roles
    )
    phases = tuple(_set_timings(playbook, phase) for phase in playbook.phases)
    return replace(playbook, roles=roles, phases=phases)


def _set_timings(playbook: Playbook, phase: Phase) -> Phase:
    timings = {timing.step: timing for timing in playbook.overlay.timings}
    if not any(step.id in timings for step in phase.steps):
        return phase
    steps = tuple(_set_timing(step, timings[step.id]) if step.id in timings else step for step in phase.steps)
    return phase.model_copy(update={"steps": steps})


def _set_timing(step: Step, timing: Timing) -> Step:
    """Return a step with other due dates; what the old ones covered, the new ones cover."""
    covers = tuple(dict.fromkeys(name for due in step.due for name in due.covers))
    due = tuple(entry.model_copy(update={"covers": entry.covers or covers}) for entry in timing.due)
    return step.model_copy(update={"due": due})
