"""Prints, as JSON, what the installed TensorFlow's registry says of the operations named as arguments."""

import json
import sys

from tensorflow.core.framework import types_pb2
from tensorflow.python.framework import op_def_registry


def dtype(code):
    return types_pb2.DataType.Name(code).removeprefix("DT_").lower()


def argument(arg):
    kind = arg.type_attr or dtype(arg.type)
    if arg.type_list_attr:
        kind = arg.type_list_attr + "[]"
    if arg.number_attr:
        kind = arg.number_attr + "*" + kind
    return [arg.name, kind]


def value(v):
    field = v.WhichOneof("value")
    if field == "type":
        return dtype(v.type)
    if field == "s":
        return v.s.decode()
    if field == "list":
        return [dtype(t) for t in v.list.type] + [s.decode() for s in v.list.s] + list(v.list.i)
    if field == "shape":
        return "unknown" if v.shape.unknown_rank else [d.size for d in v.shape.dim]
    return round(getattr(v, field), 9) if field == "f" else getattr(v, field)


def attribute(attr):
    found = {"type": attr.type}
    if attr.HasField("default_value"):
        found["default"] = value(attr.default_value)
    if attr.HasField("allowed_values"):
        found["allowed"] = value(attr.allowed_values)
    return [attr.name, found]


def operation(name):
    op = op_def_registry.get(name)
    if op is None:
        return None
    return {
        "inputs": [argument(a) for a in op.input_arg],
        "outputs": [argument(a) for a in op.output_arg],
        "attrs": [attribute(a) for a in op.attr],
    }


print(json.dumps({name: operation(name) for name in sys.argv[1:]}))
