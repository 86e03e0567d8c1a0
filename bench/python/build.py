"""Builds a Keras model of as many layers as asked for, as `../serve.ts` says, and writes the seconds that it took.

The layers are those of `../comparisons/scale.ts`: a residual network on vectors of 16 numbers.
"""

import json
import os
import sys
import time

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import keras
from keras import layers


def build(count):
    x = last = keras.Input((16,))
    for _ in range(count // 3):
        last = layers.LayerNormalization()(layers.Add()([last, layers.Dense(16, "relu")(last)]))
    return keras.Model(x, layers.Dense(2, "softmax")(last))


write = lambda value: print(json.dumps(value), flush=True)
write({"batch": 1, "parameters": {"trained": 0, "kept": 0}, "threads": 1, "library": f"Keras {keras.__version__}"})
for line in sys.stdin:
    keras.backend.clear_session()
    start = time.perf_counter()
    build(int(line))
    write(time.perf_counter() - start)
