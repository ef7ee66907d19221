"""Pages: each has its place, its links lead somewhere, and nothing is said twice or fetched from elsewhere."""

import posixpath
import re

from markupsafe import escape

from generator.documents.contacts import find_contact_address
from generator.playbook.markdown import escape_markdown
from generator.site.navigation import Section
from generator.site.site import Site


def test_pages_load_nothing_from_elsewhere(chosen_files: dict[str, bytes]) -> None:
    for name, content in chosen_files.items():
        if name.endswith(".html"):
            loaded = re.findall(
                r'<(?:script|img|iframe|link rel="(?:stylesheet|icon|preconnect)")[^>]*', content.decode()
            )
            assert not [address for address in loaded if "//" in address], name


def test_links_of_checklists_lead_to_steps_and_emails(chosen_files: dict[str, bytes]) -> None:
    files = {name: content.decode(errors="replace") for name, content in chosen_files.items()}
    seen = set()
    for name in (name for name in files if name.startswith("checklists/")):
        for address in re.findall(r'<a href="([^":]*)"', files[name]):
            target, _, anchor = posixpath.normpath(posixpath.join("checklists", address)).partition("#")
            assert target in files and (not anchor or f'id="{anchor}"' in files[target]), f"{name}: {address}"
            seen.add(target.partition("/")[0])
    assert "phases" in seen


def list_uris(entries: "tuple[object, ...]") -> list[str]:
    found: list[str] = []
    for entry in entries:
        found += list_uris(entry.entries) if isinstance(entry, Section) else [entry.uri]  # type: ignore[attr-defined]
    return found


def test_every_page_is_in_the_navigation_once(chosen_site: Site) -> None:
    pages = [document.uri for document in chosen_site.documents if document.uri.endswith(".md")]
    assert sorted(list_uris(chosen_site.navigation)) == sorted(pages)


def test_lessons_follow_the_order_of_the_process(chosen_site: Site) -> None:
    uris = [uri for uri in list_uris(chosen_site.navigation) if uri.startswith("phases/")]
    assert uris == [f"phases/{phase.id}.md" for phase in chosen_site.book.playbook.phases]


def test_contacts_are_linked_on_help_and_checklists(chosen_site: Site) -> None:
    pages = {document.uri: document.content for document in chosen_site.documents}
    checklist = next(uri for uri in pages if uri.startswith("checklists/"))
    for contact in chosen_site.book.playbook.overlay.contacts:
        for text in (contact.email, contact.phone):
            address = find_contact_address(text) if text else None
            if address:
                assert f"({address})" in pages["help.md"] and f"({address})" in pages["roles.md"]
                if contact.role in chosen_site.book.playbook.head.help.roles:
                    assert f'<a href="{address}">' in pages[checklist]


def test_why_a_whole_phase_is_skipped_is_said_once(chosen_site: Site) -> None:
    pages = {document.uri: document.content for document in chosen_site.documents}
    for path, plan in chosen_site.book.plans.items():
        for phase in plan.phases:
            if phase.decision.state == "skip":
                reason = phase.decision.reasons[0]
                for uri in (f"phases/{phase.phase.id}.md", f"paths/{path}.md"):
                    assert pages[uri].count(escape_markdown(reason)) == 1, uri
                assert pages[f"checklists/{path}.html"].count(str(escape(reason))) == 1


def test_steps_alongside_are_of_the_same_phase(chosen_site: Site) -> None:
    for phase in chosen_site.book.playbook.phases:
        page = next(document.content for document in chosen_site.documents if document.uri == f"phases/{phase.id}.md")
        for line in re.findall(rf"^- \*\*{chosen_site.book.words.alongside}:\*\*(.*)$", page, re.MULTILINE):
            assert set(re.findall(r"\((.*?)#", line)) == {f"{phase.id}.md"}
