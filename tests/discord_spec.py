"""Discord's own description of its HTTP API, used to judge every request and every answer of the test server.

Reads `specs/discord-openapi.json` of the shared material. In go a method, a path, a query and a parsed body; out come
the route and a list of breaches: unknown routes and fields, missing fields, wrong types down to the last nested object,
lengths, counts, ranges, patterns. Snowflakes may be numbers in requests, as Discord takes them. It holds no channel and
sends nothing. Breaches name routes by their template, so that no token is ever in one.
"""

import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

Json = dict[str, Any]

ADDRESS: Final = re.compile(r"(https?|wss?|attachment)://\S")
SHARED: Final = Path(os.environ.get("SHARED_DIR", Path(__file__).parents[1] / "../shared"))
SPEC_FILE: Final = SHARED / "specs/discord-openapi.json"
MISSING: Final = f"Discord's API description {SPEC_FILE} is absent; set SHARED_DIR to the folder that holds specs/"
TYPES: Final[Mapping[str, type | tuple[type, ...]]] = {
    "object": dict, "array": list, "string": str, "integer": int, "number": (int, float), "boolean": bool,
    "null": type(None),
}  # fmt: skip
# What Discord takes and discord.py sends although the description lacks it.
GAPS: Final[Mapping[str, set[str]]] = {
    "MessageEditRequestPartial": {"tts"},
    "IncomingWebhookUpdateRequestPartial": {"tts"},
    "IncomingWebhookUpdateForInteractionCallbackRequestPartial": {"tts"},
    "ApplicationCommandUpdateRequest": {"nsfw"},
    "ApplicationCommandCreateRequest": {"nsfw"},
    "MessageAttachmentRequest": {"url", "proxy_url", "size", "spoiler", "width", "height", "content_type"},
}


@dataclass(frozen=True)
class Upload:
    """A file that came with a request."""

    filename: str
    data: bytes


@dataclass(frozen=True)
class Asked:
    """A request whose route is known. `route` is the method and the template of its path."""

    route: str
    path: Mapping[str, str]
    query: Mapping[str, Any]
    body: Any
    files: Mapping[str, Upload]


@cache
def load() -> "DiscordApi":
    """The description, read once."""
    return DiscordApi(json.loads(SPEC_FILE.read_text(encoding="utf-8")))


class DiscordApi:
    """What may be asked of Discord, and what it answers."""

    def __init__(self, spec: Json) -> None:
        self._paths: Json = spec["paths"]
        self._schemas: Json = spec["components"]["schemas"]
        by_words = sorted(self._paths, key=lambda path: path.count("{"))  # @me before {user_id}
        self._patterns = [(re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path)), path) for path in by_words]

    def route(self, method: str, path: str) -> tuple[str, dict[str, str]] | None:
        """The method with the path's template, and the path's parts by name; None if there is no such route."""
        for pattern, template in self._patterns:
            found = pattern.fullmatch(path)
            if found and method.lower() in self._paths[template]:
                return f"{method} {template}", {name: unquote(part) for name, part in found.groupdict().items()}
        return None

    def request(self, asked: Asked) -> list[str]:
        """Every breach of the description in path, query and body."""
        there, operation = self._operation(asked.route)
        parameters = [*there.get("parameters", ()), *operation.get("parameters", ())]
        breaches: list[str] = []
        for place, given in (("path", asked.path), ("query", asked.query)):
            known = {p["name"]: p["schema"] for p in parameters if p["in"] == place}
            breaches += [f"{asked.route}: no parameter {name!r} in the {place}" for name in given if name not in known]
            for name in given.keys() & known.keys():
                value = plain(str(given[name]), known[name])
                breaches += self._value(value, known[name], f"{asked.route} {name}")
        content = operation.get("requestBody", {}).get("content", {})
        schema = content.get("application/json", {}).get("schema")
        if schema is not None and (asked.body is not None or operation["requestBody"].get("required")):
            breaches += self._value(asked.body, schema, asked.route)
        elif asked.body is not None:
            breaches.append(f"{asked.route}: takes no body")
        if asked.files and "multipart/form-data" not in content:
            breaches.append(f"{asked.route}: takes no files")
        return breaches

    def answer(self, route: str, result: Any) -> list[str]:
        """What is wrong with an answer of ours on this route: the server judges itself too."""
        answers = self._operation(route)[1]["responses"]
        schema = answers.get("200", {}).get("content", {}).get("application/json", {}).get("schema")
        if schema is None or result is None:
            return [] if schema is None or "204" in answers else [f"answer of {route}: is empty"]
        return list(self._value(result, schema, f"answer of {route}"))

    def thing(self, kind: str, value: Any) -> list[str]:
        """What is wrong with an object of this kind, a MessageResponse for instance."""
        return list(self._value(value, {"$ref": kind}, kind))

    def _operation(self, route: str) -> tuple[Json, Json]:
        method, template = route.split(" ")
        return self._paths[template], self._paths[template][method.lower()]

    def _value(self, value: Any, schema: Json, path: str) -> Iterator[str]:
        if "$ref" in schema:
            name = schema["$ref"].rsplit("/", 1)[-1]
            if name == "SnowflakeType" and isinstance(value, int) and not isinstance(value, bool) and value >= 0:
                return
            schema = self._schemas[name] | {"gaps": GAPS.get(name, set())}
        choices = schema.get("oneOf") or schema.get("anyOf")
        if choices:
            yield from self._nearest(value, choices, path)
        for part in schema.get("allOf", ()):
            yield from self._value(value, part, path)
        kinds = schema.get("type", list(TYPES))
        if not any(is_a(value, kind) for kind in ([kinds] if isinstance(kinds, str) else kinds)):
            yield f"{path}: {value!r:.60} is not {kinds}"
            return
        yield from limits(value, schema, path)
        if isinstance(value, dict):
            yield from self._object(value, schema, path)
        elif isinstance(value, list) and "items" in schema:
            for number, item in enumerate(value):
                yield from self._value(item, schema["items"], f"{path}[{number}]")

    def _object(self, value: Json, schema: Json, path: str) -> Iterator[str]:
        fields: Json = schema.get("properties", {})
        for name in schema.get("required", ()):
            if name not in value:
                yield f"{path}.{name}: is required"
        rest = schema.get("additionalProperties")
        for name, item in value.items():
            if name in fields:
                yield from self._value(item, fields[name], f"{path}.{name}")
            elif rest:
                yield from self._value(item, rest, f"{path}.{name}")
            elif schema.get("type") is not None and name not in schema.get("gaps", ()):
                yield f"{path}.{name}: no such field"

    def _nearest(self, value: Any, choices: list[Json], path: str) -> Iterator[str]:
        """Nothing if the value is one of the choices; else the breaches of the one it comes nearest to."""
        every = [list(self._value(value, choice, path)) for choice in self._of_its_type(value, choices)]
        if [] not in every:
            # Another kind of thing altogether is further away than any number of flaws.
            every.sort(key=lambda found: (found[0].startswith(f"{path}: ") and " is not " in found[0], len(found)))
            yield from every[0] if every else [f"{path}: {value!r:.60} is none of what is allowed here"]

    def _of_its_type(self, value: Any, choices: list[Json]) -> list[Json]:
        """Of objects told apart by their `type` only the right ones; all others as they are."""
        if not isinstance(value, dict):
            return choices
        full = [(c, self._schemas[c["$ref"].rsplit("/", 1)[-1]] if "$ref" in c else c) for c in choices]
        marked = [(c, schema.get("properties", {}).get("type", {}).get("enum")) for c, schema in full]
        if not any(enum for _, enum in marked):
            return choices
        return [c for c, enum in marked if enum and value.get("type") in enum]


def is_a(value: Any, kind: str) -> bool:
    """Whether a value is of a JSON type; truth values are no numbers."""
    return isinstance(value, TYPES[kind]) and (not isinstance(value, bool) or kind == "boolean")


def plain(text: str, schema: Json) -> Any:
    """A value of a query as its schema wants it; the text itself if it is nothing of the kind."""
    if schema.get("type") == "boolean":
        return {"1": True, "true": True, "0": False, "false": False}.get(text.lower(), text)
    return int(text) if schema.get("type") == "integer" and re.fullmatch(r"-?\d+", text) else text


def limits(value: Any, schema: Json, path: str) -> Iterator[str]:
    """Constants, lengths, counts, ranges and patterns. Lengths are in characters."""
    if "const" in schema and value != schema["const"]:
        yield f"{path}: is {value!r:.60}, not {schema['const']!r}"
    if "enum" in schema and value is not None and value not in schema["enum"]:
        yield f"{path}: {value!r:.60} is none of {schema['enum']}"
    if isinstance(value, int | float) and not isinstance(value, bool):
        if not schema.get("minimum", value) <= value <= schema.get("maximum", value):
            yield f"{path}: {value} is not in {schema.get('minimum', '')}..{schema.get('maximum', '')}"
        return
    for kind, low, high in (
        (str, "minLength", "maxLength"),
        (list, "minItems", "maxItems"),
        (dict, "", "maxProperties"),
    ):
        if isinstance(value, kind):
            size = len(value)
            if not schema.get(low, 0) <= size <= schema.get(high, size):
                yield f"{path}: has {size}, must have {schema.get(low, 0)}..{schema.get(high, '')}"
    if isinstance(value, str) and "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"{path}: {value!r:.60} does not look like {schema['pattern']}"
    if isinstance(value, str) and schema.get("format") == "uri" and not ADDRESS.match(value):
        yield f"{path}: {value!r:.60} is no address"
    if isinstance(value, list) and schema.get("uniqueItems") and len({json.dumps(item) for item in value}) < len(value):
        yield f"{path}: holds something twice"
