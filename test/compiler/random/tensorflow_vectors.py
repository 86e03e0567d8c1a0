"""Writes tensorflow-vectors.json: what TensorFlow and Keras themselves compute.

    pip install tensorflow-cpu==2.21.0 && python tensorflow_vectors.py
"""

import hashlib
import json
import pathlib

import keras
import numpy as np
import tensorflow as tf

raw = tf.raw_ops


def fnv1a(text):
    value = 0xCBF29CE484222325
    for byte in text.encode():
        value = (value ^ byte) * 0x100000001B3 % 2**64
    return value


def words(*values):
    """Each uint64 as two uint32, the low one first."""
    return [word for value in values for word in (value & 0xFFFFFFFF, value >> 32)]


def bits(tensor):
    return tensor.numpy().view(np.uint32).tolist()


def uniform(key, counter, shape):
    return raw.StatelessRandomUniformV2(
        shape=shape, key=tf.constant([key], tf.uint64), counter=tf.constant(counter, tf.uint64), alg=1
    )


def small(key, counter, count):
    return {"key": words(key), "counter": words(*counter), "bits": bits(uniform(key, counter, [count]))}


def large(key, counter, count):
    """Enough numbers that the kernel shares the work among threads."""
    numbers = uniform(key, counter, [count]).numpy().astype("<f4")
    return {
        "key": words(key),
        "counter": words(*counter),
        "count": count,
        "sha256": hashlib.sha256(numbers.tobytes()).hexdigest(),
    }


def stream(seed, name, step, shape):
    """A draw within a step, by the operations that a graph uses: int32 pairs seen as uint64."""
    signed = np.array([words(fnv1a(name))], np.uint32).view(np.int32)
    key = raw.Bitcast(
        input=raw.BitwiseXor(x=raw.Mul(x=tf.constant(seed), y=tf.constant([[1, 0]])), y=tf.constant(signed)),
        type=tf.uint64,
    )
    counter = raw.Bitcast(
        input=raw.Mul(x=tf.constant(step), y=tf.constant([[0, 1], [0, 0]])), type=tf.uint64
    )
    drawn = raw.StatelessRandomUniformV2(shape=shape, key=key, counter=counter, alg=1)
    return {"seed": seed, "name": name, "step": step, "bits": bits(tf.reshape(drawn, [-1]))}


def normal(key, counter, count):
    drawn = raw.StatelessRandomNormalV2(
        shape=[count], key=tf.constant([key], tf.uint64), counter=tf.constant(counter, tf.uint64), alg=1
    )
    return {"key": words(key), "counter": words(*counter), "numbers": drawn.numpy().tolist()}


def fans(*shape):
    fan_in, fan_out = keras.src.initializers.random_initializers.compute_fans(shape)
    return {"shape": shape, "in": fan_in, "out": fan_out}


LAST = 2**64 - 1
vectors = {
    "versions": {"tensorflow": tf.__version__, "keras": keras.__version__},
    "small": [
        small(0, [0, 0], 8),
        small(LAST, [LAST, LAST], 8),
        small(0x0123456789ABCDEF, [7 << 32, 0], 1),
        small(0x0123456789ABCDEF, [7 << 32, 1], 7),
        small(42, [0xFFFFFFFE, 0], 13),
        small(42, [LAST - 1, 0], 13),
        small(42, [LAST - 1, 0xFFFFFFFF], 13),
    ],
    "large": [large(0xDEADBEEF12345678, [(3 << 32) + 5, 9], 1_000_003)],
    "streams": [
        stream(7, "joint/dropout_1/mask", 0, [6]),
        stream(7, "joint/dropout_1/mask", 1, [2, 3]),
        stream(7, "joint/dropout_2/mask", 1, [6]),
        stream(-7, "joint/dropout_1/mask", 2**31 - 1, [6]),
        stream(8, "späte Fusion/😀", 12_345, [5]),
    ],
    "normal": [normal(0x0123456789ABCDEF, [7 << 32, 1], 64), normal(3, [0, 0], 5)],
    "fans": [
        fans(),
        fans(5),
        fans(3, 4),
        fans(2000, 64),
        fans(3, 3, 16, 32),
        fans(7, 1, 8),
        fans(3, 3, 3, 4, 5),
        fans(5, 5, 12, 1),
    ],
}
path = pathlib.Path(__file__).with_name("tensorflow-vectors.json")
path.write_text(json.dumps(vectors) + "\n")
