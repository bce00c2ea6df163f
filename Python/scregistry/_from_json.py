"""Makes dataclasses from JSON."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

Own = TypeVar("Own", bound="Record")


class Record:
    """An object of a report. Members that the class does not know are ignored."""

    @classmethod
    def from_json(cls: type[Own], value: dict[str, Any]) -> Own:
        """Make the object from JSON.

        Parameters
        ----------
        value : dict
            The JSON.

        Raises
        ------
        TypeError
            If a member is missing that every report has.
        """
        if cls not in _MEMBERS:
            _MEMBERS[cls] = _members(cls)
        values = {
            name: _made(kind, value[member])
            for name, member, kind in _MEMBERS[cls]
            if value.get(member) is not None
        }
        return cls(**values)


# By class: the name of each field, its name in JSON and its type.
_MEMBERS: dict[type[Record], list[tuple[str, str, Any]]] = {}


def _members(cls: type[Any]) -> list[tuple[str, str, Any]]:
    hints = get_type_hints(cls)
    return [(each.name, _name_in_json(each.name), hints[each.name]) for each in fields(cls)]


def _made(kind: Any, value: Any) -> Any:
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is list:
        return [_made(arguments[0], each) for each in value]
    if origin is dict:
        return {name: _made(arguments[1], each) for name, each in value.items()}
    if arguments:
        # Optional.
        return _made(arguments[0], value)
    if isinstance(kind, type) and issubclass(kind, Record):
        return kind.from_json(value)
    return value


def _name_in_json(name: str) -> str:
    # A keyword of Python has an underscore after it.
    return re.sub(r"_(.)", lambda match: match[1].upper(), name.rstrip("_"))
