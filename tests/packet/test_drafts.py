"""Drafts of letters, read back by the parsers of the standard library and by those of Perl."""

import email
import email.policy
import re
import shutil
import subprocess
from email.header import decode_header, make_header
from email.utils import getaddresses
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.documents.book import Book
from generator.packet.eml import write_draft
from generator.playbook.blanks import is_mailbox
from generator.values import fold
from tests.packet.papers import HARBOUR, MILL, Packet, make, skip, write_case

NAMES = [
    'Jo "the boss" Marsh, MBA',
    "O'Brien, Ann (legal) <ann@example.com>; @all",
    "back\\slash\\",
    '"',
    "\\",
    "a.b@c",
    "Marsh, " * 43,
    "x" * 300,
    "x" * 2000,
    '\\"' * 300,
    "(" * 300,
    "Ödön Bäcker, Söhne & Co, " * 12,
    "Ö" * 300,
    "あ" * 40,
    "👩‍👩‍👧‍👦" * 20,
    "=?utf-8?q?=0d=0aBcc:_eve=40evil.com?=",
    "=?utf-8?b?DQpCY2M6IGV2ZUBldmlsLmNvbQ==?= " * 9,
    "=?x?=, =?",
    "10\u202f000 Bäume\u00a0GmbH",
    "a\nb\r\nBcc: all@example.com",
]


def draft(name: str, *, subject: str = "Hello") -> bytes:
    return write_draft(subject=subject, text="x", sender=(name, "maya@example.com"), to="ada@example.com")


PIECES = st.sampled_from([*'",\\()<>@:;.[]=?_ ', "=?", "?=", "=?utf-8?q?a?=", "Jo", "Söhne", "あ", "\u202f", "\u00ad"])
ANY_NAME = st.one_of(
    st.lists(PIECES, max_size=300).map("".join),
    st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=300),
)


@given(ANY_NAME)
def test_every_name_reads_back_as_one_mailbox(name: str) -> None:
    check(name)


@pytest.mark.parametrize("name", NAMES, ids=lambda name: name[:12])
def test_hard_names_read_back_as_one_mailbox(name: str) -> None:
    check(name)


def check(name: str) -> None:
    raw = draft(name)
    head = raw.partition(b"\r\n\r\n")[0].split(b"\r\n")
    assert max(len(line) for line in head) <= 998 and not re.search(rb"=\?[^ ]{76,}\?=", raw)
    old = email.message_from_bytes(raw, policy=email.policy.compat32)
    (found,) = getaddresses([old["From"]])
    assert found[1] == "maya@example.com"
    assert fold(str(make_header(decode_header(found[0].replace("\r\n ", " "))))) == fold(name)
    new = email.message_from_bytes(raw, policy=email.policy.default)
    (sender,) = new["From"].addresses
    assert sender.addr_spec == "maya@example.com" and not new["From"].defects
    assert {key.lower() for key in new.keys()} <= {  # noqa: SIM118 - headers have no other list
        "content-type", "mime-version", "content-transfer-encoding", "x-unsent", "subject", "from", "to",
    }  # fmt: skip
    # This parser takes no-break spaces for spaces, and shows where a word of more than 45 bytes was split.
    assert "".join(sender.display_name.split()) == "".join(name.split())
    if all(len(word.encode()) <= 45 for word in fold(name).split(" ")):
        assert sender.display_name.split() == name.split()


def ask_perl(program: str, raw: bytes, folder: Path, *modules: str) -> str:
    try_out = ["perl", *modules, "-e", "1"]
    if shutil.which("perl") is None or subprocess.run(try_out, check=False, capture_output=True).returncode:
        skip(f"perl {' '.join(modules)}")
    (folder / "draft.eml").write_bytes(raw)
    head = "binmode STDOUT, ':utf8'; local $/; open F, '<:raw', $ARGV[0]; my $raw = <F>;"
    command = ["perl", *modules, "-e", head + program, str(folder / "draft.eml")]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()


@pytest.mark.program
@pytest.mark.parametrize("name", NAMES, ids=lambda name: name[:12])
def test_perl_finds_one_mailbox_with_the_whole_name(name: str, tmp_path: Path) -> None:
    program = (
        "my ($head) = $raw =~ /^(From:.*?\\r\\n)(?! )/sm; $head =~ s/^From: //; $head =~ s/\\r\\n//g;"
        "my @found = Email::Address::XS->parse($head);"
        "my $name = Encode::decode('MIME-Header', $found[0]->phrase);"
        'print scalar(@found), "\\x1f", $found[0]->address, "\\x1f", $name;'
    )
    said = ask_perl(program, draft(name), tmp_path, "-MEmail::Address::XS", "-MEncode")
    count, address, phrase = said.split("\x1f")
    assert (count, address) == ("1", "maya@example.com") and fold(phrase) == fold(name)


LETTERS = "10\u202f000\u00a0€ for soft\u00adened क्\u200dष and 👩\u200d👩\u200d👧 \u2060x \u200c"


def test_letters_keep_no_break_spaces_joiners_and_soft_hyphens(book: Book, tmp_path: Path) -> None:
    case = write_case(
        tmp_path,
        "facts: {path: end-of-contract, renewal-offered: no}\ndates: {contract-end: 2027-03-31}\n"
        f'fields: {{client_name: "{LETTERS}", client_company: "{LETTERS}", services_provided: "- {LETTERS}\\n- b"}}\n'
        f'people: {{account-manager: {{name: "{LETTERS}", email: maya@example.com}}}}\n',
    )
    packet = make(book, case)
    text = packet["emails/010-contract-end-notice.txt"].decode()
    message = email.message_from_bytes(packet["emails/010-contract-end-notice.eml"], policy=email.policy.default)
    body = message.get_body()
    assert body is not None
    for letter in (text, body.get_content().replace("\r\n", "\n")):
        assert f"Dear {LETTERS}," in letter and f"- {LETTERS}\n- b" in letter and f"\n{LETTERS}\n" in letter
    review = packet["emails/012-review-invitation.eml"]
    assert email.message_from_bytes(review, policy=email.policy.default)["Subject"].startswith(
        f"Final review with {LETTERS}:"
    )
    assert "\ufffd" not in text


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=300))
@example("x" * 3000)
@example("10\u202f000 =?utf-8?q?x?=")
def test_every_subject_reads_back(text: str) -> None:
    raw = draft("Jo", subject=text)
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    old = email.message_from_bytes(raw, policy=email.policy.compat32)
    assert str(make_header(decode_header(old["Subject"].replace("\r\n ", " ")))) == fold(text)


def test_nothing_attached_holds_a_script_and_the_summary_needs_none(book: Book) -> None:
    for file in (HARBOUR, MILL):
        packet = make(book, file)
        attached = [
            part.get_content()
            for name, raw in packet.items()
            if name.endswith(".eml")
            for part in email.message_from_bytes(raw, policy=email.policy.default).iter_attachments()
        ]
        assert attached and attached[0].replace("\r\n", "\n") == packet["summary.html"].decode()
        for page in attached:
            assert not re.search(r"<script|javascript:|\son\w+\s*=|<iframe|<object|<link|src=", page, re.IGNORECASE)


def test_every_draft_reads_back(harbour: Packet, mill: Packet) -> None:
    drafts = [content for packet in (harbour, mill) for name, content in packet.items() if name.endswith(".eml")]
    assert len(drafts) > 15
    for raw in drafts:
        message = email.message_from_bytes(raw, policy=email.policy.default)
        assert message["X-Unsent"] == "1" and message["Subject"] and not message.defects
        body = message.get_body()
        assert body is not None and body.get_content_type() == "text/plain"


def test_names_and_addresses_reach_the_header_whole(mill: Packet) -> None:
    message = email.message_from_bytes(mill["emails/003-breach-notice.eml"], policy=email.policy.default)
    assert message["From"] == '"Jo \\"the boss\\" Marsh, MBA" <jo@example.com>'
    body = message.get_body()
    assert body is not None and "Herr Ödön Bäcker" in body.get_content()


def test_the_farewell_has_the_summary_attached(harbour: Packet) -> None:
    name = next(name for name in harbour if name.endswith("-farewell.eml"))
    message = email.message_from_bytes(harbour[name], policy=email.policy.default)
    (attached,) = message.iter_attachments()
    assert attached.get_filename() == "summary.html"
    assert attached.get_content().replace("\r\n", "\n") == harbour["summary.html"].decode()


def test_no_text_can_add_a_header() -> None:
    raw = write_draft(subject="Hello\r\nBcc: all@example.com", text="x", sender=("A\nB", "a@b"), to="c@d")
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert message["Bcc"] is None and message["Subject"] == "Hello Bcc: all@example.com"


@pytest.mark.parametrize(
    "text",
    [
        "=?utf-8?q?=0d=0aBcc:_eve=40evil.com?=",
        "=?utf-8?b?DQpCY2M6IGV2ZUBldmlsLmNvbQ==?=",
        "A, B; C <x@y>",
        "Ö" * 400,
        'a"b\\c',
        "🏠" * 60,
    ],
)
def test_whatever_a_name_holds_is_the_name(text: str) -> None:
    raw = write_draft(subject=text, text=text, sender=(text, "a@example.com"), to="c@example.com")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert {name.lower() for name in message.keys()} <= {  # noqa: SIM118 - headers have no other list
        "content-type", "mime-version", "content-transfer-encoding", "x-unsent", "subject", "from", "to",
    }  # fmt: skip
    assert message["Subject"] == text
    (sender,) = message["From"].addresses
    # The standard library puts spaces between encoded words that belong together.
    assert sender.display_name.replace(" ", "") == text.replace(" ", "")
    assert sender.addr_spec == "a@example.com"


@pytest.mark.parametrize("text", ["a@[1", "a@x,y", "<jo@x>", "a@b;c", "jö@example.com", "=?utf-8?q?x?=@x.com,"])
def test_what_is_no_address_is_refused(text: str) -> None:
    assert not is_mailbox(text)


@pytest.mark.program
def test_another_library_reads_the_same(mill: Packet, tmp_path: Path) -> None:
    raw = mill["emails/003-breach-notice.eml"]
    program = (
        "my $m = Email::MIME->new($raw);"
        "print join \"\\x1f\", $m->header_str('Subject'), $m->header_str('From'), $m->body_str;"
    )
    said = ask_perl(program, raw, tmp_path, "-MEmail::MIME")
    subject, sender, body = said.replace("\r\n", "\n").split("\x1f")
    message = email.message_from_bytes(raw, policy=email.policy.default)
    text = message.get_body()
    assert text is not None
    assert (subject, body) == (message["Subject"], text.get_content().replace("\r\n", "\n")) and "Jo" in sender
