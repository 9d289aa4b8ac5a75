"""`a[b][0]=c` to `{"a": {"b": {"0": "c"}}}`: lists stay dicts of digits, because only the parameter's shape knows."""

from urllib.parse import parse_qsl


def decode(encoded: str) -> dict:
    params: dict = {}
    for name, value in parse_qsl(encoded, keep_blank_values=True):
        if "[" in name:
            _put(params, name.replace("]", "").split("["), value)
        else:
            params[name] = value
    return params


def _put(params, path, value):
    *parents, last = path
    for parent in parents:
        inside = params.setdefault(parent or str(len(params)), {})
        params = inside if isinstance(inside, dict) else {}
    params[last or str(len(params))] = value
