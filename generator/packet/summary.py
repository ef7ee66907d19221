"""The summary of a case on one page, fit for others to read."""

from generator.documents.book import Book
from generator.documents.case_phrases import CasePhrases
from generator.packet.checklist import list_days, list_values
from generator.plan.case_plan import CasePlan


def make_summary(book: Book, plan: CasePlan) -> str:
    """Return the summary of a case on one page, fit for others to read: its days, its results, what is to come."""
    phrases = CasePhrases(book, plan)
    playbook = book.playbook
    results = [step for step in plan.steps.values() if step.planned.step.summary]
    footer = book.words(
        "summary_page", playbook=playbook.head.title, company=playbook.overlay.company, today=book.say.date(plan.today)
    )
    return book.render(
        "case/summary.html.j2",
        "summary.html",
        title=book.words("summary_title", case=plan.title),
        plan=plan,
        phrases=phrases,
        values=list_values(book, phrases),
        days=list_days(phrases),
        done=[step for step in results if step.done],
        left=[step for step in results if not step.done and step.planned.decision.state == "do"],
        footer=footer,
    ).content
