"""Reads a question bank as Moodle's own importer does, and tells what it would trip over.

Written after what these files of Moodle 4 read, in the moodle/moodle repository (format.php as of
commit 9094211d277bef39ad1ac09635c200850248b7da):

- question/format/xml/format.php: ``import_headers``, ``import_text_with_files``,
  ``import_answer``, ``import_numerical``, ``import_essay``, ``import_multianswer``,
  ``import_category``;
- question/format.php: ``importprocess``, ``clean_question_name``, ``split_category_path``;
- question/type/multianswer/questiontype.php: the regular expressions of embedded answers,
  ``qtype_multianswer_extract_question`` and ``qtype_multianswer_validate_question``;
- question/type/numerical/questiontype.php: ``apply_units``;
- question/engine/bank.php: the fractions that are allowed;
- question/type/essay/questiontype.php: the choices that its form offers.

None of the writer's code is used. What the importer does not read is a complaint too.
"""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error as Base64Error
from collections import Counter
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

FORMATS = ("moodle_auto_format", "html", "plain_text", "wiki_like", "markdown")
FRACTIONS = (1.0, 0.9, 0.8333333, 0.8, 0.75, 0.7, 0.6666667, 0.6, 0.5, 0.4, 0.3333333, 0.3, 0.25)
RESPONSES = ("editor", "editorfilepicker", "plain", "monospaced", "noinline")
LINES = (2, 3, *range(5, 45, 5))
ATTACHMENTS = (-1, 0, 1, 2, 3)
NOT_READ = {"hidden"}
"""What Moodle's own export writes though its import leaves it aside."""
MOST_ID, MOST_NAME = 100, 255
"""Characters that the columns of its database hold."""

_NUMBER = r"-?(([0-9]+[.,]?[0-9]*|[.,][0-9]+)([eE][-+]?[0-9]+)?)"
_ALTERNATIVE = (
    r"(=|%(-?[0-9]+(?:[.,][0-9]*)?)%)?(.+?(?<!\\|&)(?=[~#}]|$))(#(.*?(?<!\\)(?=[~}]|$)))?"
)
_TYPES = "NUMERICAL|NM|MULTICHOICE|MC|SHORTANSWER|SA|MW|SHORTANSWER_C|SAC|MWC"
_EMBEDDED = re.compile(rf"\{{([0-9]*):({_TYPES}):({_ALTERNATIVE}(~{_ALTERNATIVE})*)\}}", re.DOTALL)
_TYPED = re.compile(rf"^({_NUMBER})(:({_NUMBER}))?$", re.DOTALL)
_PLAIN = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?")


@dataclass(frozen=True)
class Expected:
    """A number that Moodle grades; ``weight`` is None outside of a cloze question."""

    value: float
    tolerance: float
    fraction: float
    weight: int | None = None


@dataclass(frozen=True)
class Imported:
    """A question as Moodle keeps it; ``texts`` are its HTML by the name of their element."""

    kind: str
    name: str
    idnumber: str
    mark: float
    texts: dict[str, str]
    files: dict[str, bytes]
    expected: tuple[Expected, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass
class Import:
    """A bank that was read: its category, its questions and what Moodle would complain of."""

    category: tuple[str, ...] = ()
    questions: list[Imported] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


def read_bank(content: bytes) -> Import:
    """Return what Moodle makes of a bank."""
    root, done = ET.fromstring(content), Import()
    if root.tag != "quiz":
        done.complaints.append(f"the root is <{root.tag}>")
    for element in root:
        reader = _Question(element, done.complaints)
        if element.get("type") == "category":
            done.category = reader.category()
        else:
            done.questions.append(reader.question())
        reader.tell_unread()
    again = [n for n, count in Counter(q.idnumber for q in done.questions).items() if count > 1]
    done.complaints += [f"idnumber {name!r} twice in the category: dropped" for name in again]
    return done


@dataclass
class _Question:
    element: ET.Element
    complaints: list[str]
    read: set[int] = field(default_factory=set)
    texts: dict[str, str] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)

    # What the importer does with any element (getpath, import_text_with_files).

    def complain(self, text: str) -> None:
        name = self.element.findtext("idnumber") or self.element.get("type")
        self.complaints.append(f"{name}: {text}")

    def value(self, owner: ET.Element, tag: str, default: str = "") -> str:
        """Return the content of the first element of that name, which must be plain."""
        found = owner.find(tag)
        if found is None:
            return default
        self.read.add(id(found))
        if len(found):
            self.complain(f"<{tag}> holds elements")
        return found.text or ""

    def number(self, owner: ET.Element, tag: str, default: float, among: object = None) -> float:
        text = self.value(owner, tag, str(default)).strip()
        try:
            number = float(text)
        except ValueError:
            self.complain(f"<{tag}> is {text!r}, not a number")
            return default
        if isinstance(among, tuple) and number not in among:
            self.complain(f"<{tag}> is {text}, not among {among}")
        return number

    def page(self, owner: ET.Element, tag: str) -> str:
        """Return a text with its format and files, "" when there is none."""
        found = owner.find(tag)
        if found is None:
            return ""
        self.read.add(id(found))
        if found.get("format") not in FORMATS:
            self.complain(f"<{tag}> has the format {found.get('format')!r}")
        text, files = self.value(found, "text").strip(), self._files(found)
        shown = set(re.findall(r"@@PLUGINFILE@@/([^\"'\s)]+)", text))
        if shown != set(files):
            self.complain(f"<{tag}> shows {sorted(shown)} and carries {sorted(files)}")
        if 'src="data:' in text:
            self.complain(f"<{tag}> holds a picture in its text")
        self.texts[tag], self.files = text, self.files | files
        return text

    def _files(self, owner: ET.Element) -> dict[str, bytes]:
        files: dict[str, bytes] = {}
        for file in owner.findall("file"):
            self.read.add(id(file))
            name = file.get("name", "")
            if file.get("path", "/") != "/" or not re.fullmatch(r"[\w.-]+", name) or name in files:
                self.complain(f"the file {file.get('path')}{name} would not be kept under its name")
            try:
                files[name] = b64decode(file.text or "", validate=True)
            except Base64Error:
                self.complain(f"the file {name} is not base64")
        return files

    def tell_unread(self) -> None:
        for element in self.element.iter():
            known = element is self.element or id(element) in self.read
            if not known and element.tag not in NOT_READ:
                self.complain(f"<{element.tag}> is not read")

    # Each kind of question.

    def category(self) -> tuple[str, ...]:
        for tag in ("category", "info"):
            found = self.element.find(tag)
            assert found is not None
            self.read.add(id(found))
            self.texts[tag] = self.value(found, "text").strip()
        info = self.element.find("info")
        if info is not None and info.get("format") not in FORMATS:
            self.complain("<info> has no known format")
        self.value(self.element, "idnumber")
        parts = re.split("(?<!/)/(?!/)", self.texts["category"])
        names = tuple(_cleaned(part.replace("//", "/").strip()) for part in parts)
        if names[:2] != ("$course$", "top") or not all(names):
            self.complain(f"the category would be {names}")
        return names[2:]

    def question(self) -> Imported:
        kind = self.element.get("type", "")
        readers = {"description": self._nothing, "numerical": self._numerical,
                   "essay": self._essay, "cloze": self._cloze}  # fmt: skip
        name, mark = self._name(), self._headers(kind)
        if kind not in readers:
            self.complain(f"the type {kind!r} is not supported")
        expected = readers.get(kind, self._nothing)()
        if kind == "cloze":
            mark = float(sum(one.weight or 0 for one in expected))
        idnumber = self.value(self.element, "idnumber")
        if not 0 < len(idnumber) <= MOST_ID:
            self.complain(f"the idnumber has {len(idnumber)} characters")
        return Imported(kind, name, idnumber, mark, self.texts, self.files, expected, self._tags())

    def _name(self) -> str:
        found = self.element.find("name")
        if found is None:
            self.complain("no name")
            return ""
        self.read.add(id(found))
        name = self.value(found, "text").strip()
        if not name or _cleaned(name) != name or len(name) > MOST_NAME:
            self.complain(f"the name {name!r} would become {_cleaned(name)[:MOST_NAME]!r}")
        return name

    def _headers(self, kind: str) -> float:
        if not self.page(self.element, "questiontext"):
            self.complain("no text")
        self.page(self.element, "generalfeedback")
        self.number(self.element, "penalty", 0.3333333)
        if kind == "cloze":  # its importer does not read it
            return 0.0
        mark = self.number(self.element, "defaultgrade", 1.0)
        if mark < 0 or (mark == 0) != (kind == "description"):
            self.complain(f"the mark is {mark}")
        return mark

    def _tags(self) -> tuple[str, ...]:
        found = self.element.find("tags")
        if found is None:
            return ()
        self.read.add(id(found))
        if not len(found):
            self.complain("<tags> is empty")
        self.read |= {id(tag) for tag in found}
        return tuple(self.value(tag, "text").strip() for tag in found)

    def _nothing(self) -> tuple[Expected, ...]:
        return ()

    def _essay(self) -> tuple[Expected, ...]:
        if self.value(self.element, "responseformat", "editor") not in RESPONSES:
            self.complain("unknown <responseformat>")
        self.number(self.element, "responserequired", 1, (0.0, 1.0))
        self.number(self.element, "responsefieldlines", 15, LINES)
        allowed = self.number(self.element, "attachments", 0, ATTACHMENTS)
        required = self.number(self.element, "attachmentsrequired", 0, ATTACHMENTS)
        if required > allowed >= 0:
            self.complain("more attachments required than allowed")
        self.page(self.element, "graderinfo")
        self.page(self.element, "responsetemplate")
        return ()

    def _numerical(self) -> tuple[Expected, ...]:
        found = [self._answer(answer) for answer in self.element.findall("answer")]
        self.number(self.element, "unitgradingtype", 0, (0, 1, 2))
        self.number(self.element, "unitpenalty", 0.1)
        self.number(self.element, "showunits", 3, (0, 1, 2, 3))
        self.number(self.element, "unitsleft", 0, (0, 1))
        if not any(one.fraction == 1 for one in found):
            self.complain("no answer is worth the whole mark")
        return tuple(found)

    def _answer(self, answer: ET.Element) -> Expected:
        self.read.add(id(answer))
        if answer.get("format", "html") not in FORMATS:
            self.complain("an answer has an unknown format")
        value = self._applied(self.value(answer, "text").strip())
        tolerance = self._applied(self.value(answer, "tolerance", "0").strip())
        kept, self.texts = self.texts, {}
        self.page(answer, "feedback")
        self.texts = kept
        fraction = float(answer.get("fraction", "0")) / 100
        if fraction not in FRACTIONS:
            self.complain(f"the fraction {fraction} is not allowed")
        return Expected(value, tolerance, fraction)

    def _cloze(self) -> tuple[Expected, ...]:
        text, found = self.texts.get("questiontext", ""), []
        while match := _EMBEDDED.search(text):
            kind, alternatives = match[2], match[3]
            typed = _TYPED.match(alternatives.removeprefix("="))
            if kind not in ("NUMERICAL", "NM") or not typed or not alternatives.startswith("="):
                self.complain(f"{match[0]} is no number to type")
            else:
                value, tolerance = self._applied(typed[1]), self._applied(typed[6] or "0")
                found.append(Expected(value, tolerance, 1.0, int(match[1] or 1)))
            text = text.replace(match[0], f"{{#{len(found)}}}", 1)
        if not found:
            self.complain("no number to type")
        if re.search(r"\{[0-9]*:[A-Z]", text):
            self.complain("an embedded answer is not read")
        return tuple(found)

    def _applied(self, text: str) -> float:
        """Return a number as ``apply_units`` reads it, with no unit known."""
        spaceless = text.replace(" ", "")
        commas = "." in spaceless or spaceless.count(",") > 1
        read = spaceless.replace(",", "" if commas else ".")
        match = _PLAIN.match(read)
        if match is None or match[0] != read:
            self.complain(f"{text!r} is read as {match and match[0]!r}")
            return 0.0
        return float(match[0])


def _cleaned(text: str) -> str:
    """Return what ``clean_param(…, PARAM_TEXT)`` leaves: tags go, a lone « < » stays."""
    return re.sub(r"<(?=[^\s])[^>]*>?", "", text)
