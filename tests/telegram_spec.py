"""Telegram's own description of its Bot API, used to judge every request and every answer of the test server.

Reads `specs/telegram-bot-api.json` of the shared material. In go a method and its raw parameters, out come the parsed
parameters and a list of breaches: unknown methods and fields, missing fields, wrong types down to the last nested
object, lengths and counts that stand in the descriptions' words. It holds no chat and sends nothing.
"""

import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

Json = dict[str, Any]
Field = dict[str, Any]

SHARED: Final = Path(os.environ.get("SHARED_DIR", Path(__file__).parents[1] / "../shared"))
SPEC_FILE: Final = SHARED / "specs/telegram-bot-api.json"
MISSING: Final = f"the Bot API description {SPEC_FILE} is absent; set SHARED_DIR to the folder that holds specs/"
PLAIN: Final = {"Integer": int, "Float": float, "Boolean": bool, "String": str}
LIMIT: Final = re.compile(r"(\d+)-(\d+) (characters|bytes|items|identifiers)", re.IGNORECASE)
BETWEEN: Final = re.compile(r"[Vv]alues between (\d+)-(\d+)")
AT_MOST: Final = re.compile(r"[Aa]t most (\d+) (?:commands)")
FIXED: Final = re.compile(r"(?:must be|always) [“\"]?(\w+)[”\"]?$")


@dataclass(frozen=True)
class Upload:
    """A file that came with a request."""

    filename: str
    data: bytes


@cache
def load() -> "BotApi":
    """The description, read once."""
    return BotApi(json.loads(SPEC_FILE.read_text(encoding="utf-8")))


class BotApi:
    """What may be asked of Telegram, and what it answers."""

    def __init__(self, spec: Json) -> None:
        self._methods: Json = spec["methods"]
        self._types: Json = spec["types"]

    def request(self, method: str, raw: Mapping[str, str], files: Mapping[str, Upload]) -> tuple[Json, list[str]]:
        """The parameters as values, and every breach of the description."""
        if method not in self._methods:
            return {}, [f"there is no method {method!r}"]
        fields = {field["name"]: field for field in self._methods[method].get("fields", ())}
        given = {**raw, **{name: f"attach://{name}" for name in files if name in fields}}
        params = {name: parsed(text, fields[name]["types"]) for name, text in given.items() if name in fields}
        breaches = list(self._object(params, fields, method, files))
        breaches += [f"{method}.{name}: no such parameter" for name in given if name not in fields]
        attached = set(re.findall(r"attach://([\w.-]+)", json.dumps(params)))
        breaches += [f"{method}: the file part {name!r} is not used" for name in files if name not in attached]
        return params, breaches

    def answer(self, method: str, result: Any) -> list[str]:
        """What is wrong with an answer of ours to this method: the server judges itself too."""
        return list(self._value(result, self._methods[method]["returns"], f"answer of {method}", {}))

    def thing(self, kind: str, value: Any) -> list[str]:
        """What is wrong with an object of this type, an Update for instance."""
        return list(self._value(value, [kind], kind, {}))

    def _object(self, value: Json, fields: Json, path: str, files: Mapping[str, Upload]) -> Iterator[str]:
        for name, field in fields.items():
            if name not in value:
                if field["required"]:
                    yield f"{path}.{name}: is required"
                continue
            yield from self._value(value[name], field["types"], f"{path}.{name}", files)
            yield from limits(value[name], field["description"], f"{path}.{name}")
            fixed = FIXED.search(field["description"])
            if name == "type" and fixed and value[name] != fixed[1]:
                yield f"{path}.type: is {value[name]!r}, must be {fixed[1]!r}"
        for name in value.keys() - fields.keys():
            yield f"{path}.{name}: no such field"

    def _value(self, value: Any, kinds: list[str], path: str, files: Mapping[str, Upload]) -> Iterator[str]:
        """Nothing if the value is of one of the types; else the breaches of the type it comes nearest to."""
        least: list[str] | None = None
        for kind in kinds:
            found = list(self._one(value, kind, path, files))
            if not found:
                return
            if least is None or len(found) < len(least):
                least = found
        yield from least or ()

    def _one(self, value: Any, kind: str, path: str, files: Mapping[str, Upload]) -> Iterator[str]:
        if kind.startswith("Array of "):
            if not isinstance(value, list):
                yield f"{path}: {value!r:.60} is not an array"
                return
            for number, item in enumerate(value):
                yield from self._value(item, [kind.removeprefix("Array of ")], f"{path}[{number}]", files)
        elif kind == "InputFile":
            name = str(value).removeprefix("attach://")
            if name not in files:
                yield f"{path}: no file part {name!r}"
        elif kind in PLAIN:
            yield from plain(value, kind, path, files)
        elif subtypes := self._types[kind].get("subtypes"):
            yield from self._value(value, subtypes, path, files)
        elif not isinstance(value, dict):
            yield f"{path}: {value!r:.60} is not a {kind}"
        else:
            fields = {field["name"]: field for field in self._types[kind].get("fields", ())}
            yield from self._object(value, fields, path, files)
            if kind == "InlineKeyboardButton" and len(value.keys() - {"text", "icon_custom_emoji_id", "style"}) != 1:
                yield f"{path}: a button does exactly one thing, this has {sorted(value)}"


def plain(value: Any, kind: str, path: str, files: Mapping[str, Upload]) -> Iterator[str]:
    """A number, truth value or text; a text `attach://part` needs its part."""
    fits = isinstance(value, PLAIN[kind]) or (kind == "Float" and isinstance(value, int))
    if not fits or (isinstance(value, bool) and kind != "Boolean"):
        yield f"{path}: {value!r:.60} is not {kind}"
    elif isinstance(value, str) and value.startswith("attach://") and value.removeprefix("attach://") not in files:
        yield f"{path}: no file part for {value}"


def parsed(text: str, kinds: list[str]) -> Any:
    """A form value as the type that is asked for: all but plain text comes as JSON."""
    if kinds == ["String"] or ("InputFile" in kinds and text.startswith("attach://")):
        return text
    try:
        value = json.loads(text)
    except ValueError:
        return text
    return text if "String" in kinds and not isinstance(value, int) else value


def limits(value: Any, description: str, path: str) -> Iterator[str]:
    """Lengths, counts and ranges as the description's words give them. Characters are UTF-16 units, as Telegram's."""
    if (found := LIMIT.search(description)) and isinstance(value, str | list):
        low, high, unit = int(found[1]), int(found[2]), found[3].lower()
        match value:
            case str() if unit == "characters":
                size = len(value.encode("utf-16-le")) // 2
            case str() if unit == "bytes":
                size = len(value.encode())
            case _:
                size = len(value)
        if not low <= size <= high:
            yield f"{path}: {size} {unit}, must be {low}-{high}"
    if (
        (found := BETWEEN.search(description))
        and isinstance(value, int)
        and not int(found[1]) <= value <= int(found[2])
    ):
        yield f"{path}: {value} is not between {found[1]} and {found[2]}"
    if (found := AT_MOST.search(description)) and isinstance(value, list) and len(value) > int(found[1]):
        yield f"{path}: {len(value)} items, at most {found[1]} are allowed"
