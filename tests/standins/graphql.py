"""Enough of GraphQL to answer a client's query: it is parsed, with its aliases and variables.

    execute("query($n: String!) { a: repository(name: $n) { stars } }", {"n": "x"}, root)

`root` gives a field's value: a plain value, a dict, a list, or a function of the arguments. What a
server would refuse (a wrong query, a field that is not there, a variable that is missing or too
much) raises QueryError.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

_TOKEN = re.compile(r'\s*(?:(\.\.\.|[{}():!$,\[\]]|"(?:[^"\\]|\\.)*"|-?\d+|[A-Za-z_]\w*))')


class QueryError(Exception):
    """The query is not one that this server could answer."""


class FieldError(Exception):
    """A field has no value, with the reason as GitHub's errors have it."""

    def __init__(self, kind: str | None, message: str) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message


@dataclass
class Field:
    name: str
    alias: str
    arguments: dict[str, Any]
    selection: "Selection | None"


@dataclass
class Spread:
    """A fragment by its name, or one in place; `on` is the type that it is for."""

    name: str | None = None
    on: str | None = None
    selection: "Selection | None" = None


Selection = list[Field | Spread]


@dataclass(frozen=True)
class Variable:
    name: str


@dataclass
class Query:
    parameters: dict[str, str] = field(default_factory=dict)
    selection: Selection = field(default_factory=list)
    fragments: dict[str, Spread] = field(default_factory=dict)


class _Parser:
    def __init__(self, text: str) -> None:
        self.tokens: list[str] = []
        position = 0
        while rest := text[position:].strip():
            found = _TOKEN.match(text, position)
            if not found:
                raise QueryError(f"unexpected {rest[:20]!r}")
            self.tokens.append(found[1])
            position = found.end()
        self.tokens.reverse()

    def peek(self) -> str:
        return self.tokens[-1] if self.tokens else ""

    def take(self, *expected: str) -> str:
        token = self.tokens.pop() if self.tokens else ""
        if expected and token not in expected:
            raise QueryError(f"expected {expected}, not {token!r}")
        return token

    def name(self) -> str:
        token = self.take()
        if not token.isidentifier():
            raise QueryError(f"a name expected, not {token!r}")
        return token

    def query(self) -> Query:
        query = Query()
        self.take("query")
        if self.peek() == "(":
            query.parameters = self.parameters()
        query.selection = self.selection()
        while self.tokens:
            self.take("fragment")
            name = self.name()
            self.take("on")
            query.fragments[name] = Spread(on=self.name(), selection=self.selection())
        return query

    def parameters(self) -> dict[str, str]:
        parameters = {}
        self.take("(")
        while self.peek() != ")":
            self.take("$")
            name = self.name()
            self.take(":")
            parameters[name] = self.name()
            self.take("!")
            self.comma()
        self.take(")")
        return parameters

    def selection(self) -> Selection:
        self.take("{")
        chosen: Selection = []
        while self.peek() != "}":
            chosen.append(self.spread() if self.peek() == "..." else self.field())
        self.take("}")
        return chosen

    def spread(self) -> Spread:
        self.take("...")
        if self.peek() != "on":
            return Spread(name=self.name())
        self.take("on")
        return Spread(on=self.name(), selection=self.selection())

    def field(self) -> Field:
        alias = name = self.name()
        if self.peek() == ":":
            self.take(":")
            name = self.name()
        arguments = self.arguments() if self.peek() == "(" else {}
        return Field(name, alias, arguments, self.selection() if self.peek() == "{" else None)

    def arguments(self) -> dict[str, Any]:
        arguments: dict[str, Any] = {}
        self.take("(")
        while self.peek() != ")":
            name = self.name()
            self.take(":")
            arguments[name] = self.value()
            self.comma()
        self.take(")")
        return arguments

    def value(self) -> Any:
        token = self.take()
        if token == "$":
            return Variable(self.name())
        if token == "{":
            return self.members()
        if token.startswith('"'):
            return token[1:-1]
        return int(token) if token.lstrip("-").isdigit() else token

    def members(self) -> dict[str, Any]:
        members: dict[str, Any] = {}
        while self.peek() != "}":
            name = self.name()
            self.take(":")
            members[name] = self.value()
            self.comma()
        self.take("}")
        return members

    def comma(self) -> None:
        if self.peek() == ",":
            self.take(",")


def parse(text: str) -> Query:
    """The one query in `text`, with its fragments."""
    return _Parser(text).query()


def execute(
    text: str, variables: Mapping[str, Any], root: Mapping[str, Any]
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The data, and the errors of single fields, for a query."""
    query = parse(text)
    if set(query.parameters) != set(variables):
        raise QueryError("variables and parameters differ")
    for name, kind in query.parameters.items():
        if kind == "String" and not isinstance(variables[name], str):
            raise QueryError(f"${name} is no String")
    errors: list[dict[str, Any]] = []
    run = _Run(query, variables, errors)
    return run.select(root, query.selection, []), errors


@dataclass
class _Run:
    query: Query
    variables: Mapping[str, Any]
    errors: list[dict[str, Any]]

    def select(self, value: Mapping[str, Any], selection: Selection, path: list[Any]) -> Any:
        result: dict[str, Any] = {}
        for chosen in selection:
            if isinstance(chosen, Spread):
                spread = self.query.fragments[chosen.name] if chosen.name else chosen
                if spread.on == value.get("__typename", spread.on):
                    result |= self.select(value, spread.selection or [], path)
            else:
                result[chosen.alias] = self.field(value, chosen, [*path, chosen.alias])
        return result

    def field(self, value: Mapping[str, Any], chosen: Field, path: list[Any]) -> Any:
        if chosen.name not in value:
            raise QueryError(f"Field '{chosen.name}' doesn't exist")
        found = value[chosen.name]
        if callable(found):
            try:
                found = self.call(found, chosen.arguments)
            except FieldError as error:
                told = {"type": error.kind} if error.kind else {}
                self.errors.append({**told, "path": path, "message": error.message})
                return None
        if isinstance(found, list):
            selection = chosen.selection or []
            return [item and self.select(item, selection, path) for item in found]
        if isinstance(found, Mapping):
            if not chosen.selection:
                raise QueryError(f"Field '{chosen.name}' must have selections")
            return self.select(found, chosen.selection, path)
        return found

    def call(self, function: Callable[..., Any], arguments: Mapping[str, Any]) -> Any:
        given = {
            name: self.variables[value.name] if isinstance(value, Variable) else value
            for name, value in arguments.items()
        }
        return function(**given)
