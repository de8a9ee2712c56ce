"""The trained network as an ONNX graph of whole numbers.

Stage: training; a checkpoint comes in; the bytes of a graph go out that reads one row of word
pieces, unpadded, so that a comment's answer cannot depend on its neighbours. Written by hand, not
traced: each layer is four integer products, each with the scale of its own input.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from ..models.neural import STRETCH

WIDTH, INNER, LAYERS, PARTS, LONGEST = 384, 1536, 6, 12, 256  # all-MiniLM-L6-v2, fewer places

FUSED = "com.microsoft"  # onnxruntime's own operators
LARGEST = 63  # seven bits: two products fit sixteen bits on every CPU, so all give the same sums
EPSILON = 1e-12

Floats = NDArray[np.float32]


class _Graph:
    """Nodes and weights as they are added, in order."""

    def __init__(self, weights: dict[str, Floats]) -> None:
        self.weights = weights
        self.nodes: list[onnx.NodeProto] = []
        self.stored: list[onnx.TensorProto] = []

    def constant(self, name: str, values: NDArray[Any]) -> str:
        self.stored.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(self, kind: str, inputs: list[str], name: str, domain: str = "", **kept: Any) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [name], name, domain=domain, **kept))
        return name

    def dense(self, into: str, name: str) -> str:
        """``into`` times the whole-number weights of a dense layer, plus its bias."""
        whole, scale = whole_numbers(self.weights[f"{name}.weight"])
        return self.node(
            "DynamicQuantizeMatMul",
            [
                into,
                self.constant(f"{name}.whole", whole.T),
                self.constant(f"{name}.scale", scale),
                "",
                self.constant(f"{name}.bias", self.weights[f"{name}.bias"]),
            ],
            f"{name}.out",
            FUSED,
        )

    def normed(self, into: str, added: str, name: str) -> str:
        gamma = self.constant(f"{name}.weight", self.weights[f"{name}.weight"])
        beta = self.constant(f"{name}.bias", self.weights[f"{name}.bias"])
        inputs = [into, added, gamma, beta]
        return self.node("SkipLayerNormalization", inputs, f"{name}.out", FUSED, epsilon=EPSILON)


def whole_numbers(weight: Floats) -> tuple[NDArray[np.int8], Floats]:
    """Rows as whole numbers within ±LARGEST, and the size of each row's unit."""
    scale = np.maximum(np.abs(weight).max(axis=1), 1e-8) / LARGEST
    return np.rint(weight / scale[:, None]).astype(np.int8), scale.astype(np.float32)


def graph(weights: dict[str, Floats]) -> bytes:
    """The graph: ``ids`` (1, t) in; ``comment`` (1, heads) and ``pieces`` (1, t, heads) out."""
    g = _Graph(weights)
    whole, scale = _bytes_of_rows(weights["words.weight"])
    words = g.node("Gather", [g.constant("words", whole), "ids"], "words.row")
    words = g.node("Cast", [words], "words.float", to=TensorProto.FLOAT)
    unit = g.node("Gather", [g.constant("words.scale", scale[:, None]), "ids"], "words.unit")
    words = g.node("Mul", [words, unit], "words.out")
    length = g.node("Shape", ["ids"], "length", start=1)
    zero, axis = (
        g.constant("zero", np.array([0], np.int64)),
        g.constant("axis", np.array([0], np.int64)),
    )
    table = g.constant("places", weights["places.weight"][:STRETCH].astype(np.float16))
    places = g.node("Slice", [table, zero, length, axis], "places.cut")
    places = g.node("Cast", [places], "places.float", to=TensorProto.FLOAT)
    places = g.node("Expand", [places, g.node("Shape", [words], "words.shape")], "places.out")
    x = g.normed(words, places, "norm")
    for k in range(LAYERS):
        at = f"layers.{k}."
        qkv = g.dense(x, f"{at}qkv")
        parts = [f"{at}{name}" for name in ("q", "k", "v")]
        g.nodes.append(helper.make_node("Split", [qkv], parts, f"{at}split", axis=2, num_outputs=3))
        mixed = g.node("MultiHeadAttention", parts, f"{at}mixed", FUSED, num_heads=PARTS)
        x = g.normed(x, g.dense(mixed, f"{at}out"), f"{at}norm_out")
        up = g.node("Gelu", [g.dense(x, f"{at}up")], f"{at}gelu", FUSED)
        x = g.normed(x, g.dense(up, f"{at}down"), f"{at}norm_down")
    one = g.constant("one", np.array([1], np.int64))
    first = g.node("Slice", [x, zero, one, one], "first")
    mean = g.node("ReduceMean", [x, one], "mean", keepdims=1)
    both = g.node("Concat", [first, mean], "both", axis=2)
    pooled = g.node("Gelu", [g.dense(both, "pool")], "pooled", FUSED)
    _plain(g, pooled, "comment", "comment.3d")
    g.node("Squeeze", ["comment.3d", one], "comment")
    _plain(g, x, "piece", "pieces")
    proto = helper.make_graph(
        g.nodes,
        "modscore",
        [helper.make_tensor_value_info("ids", TensorProto.INT64, [1, "t"])],
        [
            helper.make_tensor_value_info("comment", TensorProto.FLOAT, None),
            helper.make_tensor_value_info("pieces", TensorProto.FLOAT, None),
        ],
        g.stored,
    )
    versions = [helper.make_opsetid("", 18), helper.make_opsetid(FUSED, 1)]
    model = helper.make_model(proto, opset_imports=versions, ir_version=9)
    raw: bytes = model.SerializeToString()
    return raw


def _plain(g: _Graph, into: str, name: str, out: str) -> None:
    weight = g.constant(f"{name}.weight", g.weights[f"{name}.weight"].T)
    product = g.node("MatMul", [into, weight], f"{name}.product")
    g.node("Add", [product, g.constant(f"{name}.bias", g.weights[f"{name}.bias"])], out)


def _bytes_of_rows(weight: Floats) -> tuple[NDArray[np.int8], Floats]:
    """As `whole_numbers`, but with all eight bits: these are looked up, never multiplied."""
    scale = np.maximum(np.abs(weight).max(axis=1), 1e-8) / 127
    return np.rint(weight / scale[:, None]).astype(np.int8), scale.astype(np.float32)
