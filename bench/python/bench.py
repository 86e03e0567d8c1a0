"""Takes training steps of the two benchmark models in other frameworks, as `../serve.ts` says.

    python bench.py keras|keras-jit|torch|torch-compile|jax  gated|emoji  THREADS
    python bench.py keras-predict|torch-predict  gated|emoji|media|text  THREADS  BATCH
    python bench.py torch-export  gated|emoji|media|text  THREADS  BATCH  FILE.onnx

Writes what it trains as a line of JSON, and for every line that it reads, a number of steps, takes those and writes
their seconds. Batches are 32 (gated) and 64 (emoji) random records, already in memory. oneDNN is on.
"""

import json
import os
import sys
import time

FRAMEWORK, MODEL, THREADS = sys.argv[1], sys.argv[2], int(sys.argv[3])

# Read when the frameworks are loaded; NPROC is for XLA.
for name in ("TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS", "OMP_NUM_THREADS", "NPROC"):
    os.environ[name] = str(THREADS)
os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "1")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import numpy as np

import larger

LARGER = MODEL in ("media", "text")
random = np.random.default_rng(0)
SIZE = int(sys.argv[4]) if len(sys.argv) > 4 else 64 if MODEL == "emoji" else 32


def serve(library, trained, kept, take):
    """Says what is trained, and takes as many steps as it is told to, again and again."""
    parameters = {"trained": int(trained), "kept": int(kept)}
    write = lambda value: print(json.dumps(value), flush=True)
    write({"batch": SIZE, "parameters": parameters, "threads": THREADS, "library": library})
    for line in sys.stdin:
        write(take(int(line)))


def timed(step):
    """Seconds of so many calls."""

    def take(steps):
        start = time.perf_counter()
        for _ in range(steps):
            step()
        return time.perf_counter() - start

    return take


def batch():
    if LARGER:
        return larger.batch(MODEL, SIZE, random), None
    if MODEL == "gated":
        x = [random.standard_normal((SIZE, width), dtype=np.float32) for width in (24, 16, 32)]
        return x, random.integers(0, 4, SIZE)
    x = [random.integers(1, 2000, (SIZE, 8)), random.random((SIZE, 64, 64, 4), dtype=np.float32)]
    return x, random.integers(0, 8, SIZE)


def run_keras(jit):
    import keras
    from keras import layers, ops

    class MaskedMean(layers.Layer):
        def call(self, values, ids):
            mask = ops.expand_dims(ops.cast(ops.not_equal(ids, 0), "float32"), 2)
            return ops.sum(values * mask, 1) / ops.maximum(ops.sum(mask, 1), 1.0)

    class ConfidenceVote(layers.Layer):
        def call(self, *logits):
            votes = [ops.softmax(x) for x in logits]
            weights = [ops.max(p, axis=1, keepdims=True) for p in votes]
            return sum(p * w for p, w in zip(votes, weights)) / sum(weights)

    if LARGER:
        net = larger.keras_model(MODEL)
    elif MODEL == "gated":
        inputs = [keras.Input((width,)) for width in (24, 16, 32)]
        joined = layers.Concatenate()(inputs)
        gates = [layers.Dense(64, "tanh")(x) * layers.Dense(64, "sigmoid")(joined) for x in inputs]
        out = layers.Dense(4, "softmax")(layers.Dense(32, "relu")(layers.Add()(gates)))
    else:
        name, picture = keras.Input((8,), dtype="int32"), keras.Input((64, 64, 4))
        words = layers.Dropout(0.3)(layers.Embedding(2000, 64)(name))
        words = layers.Dense(64, "relu")(MaskedMean()(words, name))
        sight = picture
        for width in (16, 32, 64):
            sight = layers.Conv2D(width, 3, padding="same", use_bias=False)(sight)
            sight = layers.MaxPooling2D(2)(layers.ReLU()(layers.BatchNormalization(momentum=0.9)(sight)))
        sight = layers.Dense(64, "relu")(layers.GlobalAveragePooling2D()(sight))
        joint = layers.Dropout(0.3)(layers.Dense(128, "relu")(layers.Concatenate()([words, sight])))
        inputs, out = [name, picture], ConfidenceVote()(*[layers.Dense(8)(x) for x in (joint, words, sight)])
    if not LARGER:
        net = keras.Model(inputs, out)
    net.compile(optimizer=keras.optimizers.Adam(1e-3), loss="sparse_categorical_crossentropy", jit_compile=jit)

    x, y = batch()
    if FRAMEWORK == "keras-predict":
        serve(f"Keras {keras.__version__}", 0, 0, timed(lambda: net.predict_on_batch(x)))
        return
    made = {}

    def take(steps):
        if steps not in made:
            made.clear()
            made[steps] = [np.concatenate([a] * steps) for a in x], np.concatenate([y] * steps)
        start = time.perf_counter()
        net.fit(*made[steps], batch_size=SIZE, verbose=0)
        return time.perf_counter() - start

    import tensorflow

    count = lambda weights: sum(np.prod(w.shape) for w in weights)
    # Kept are running means and variances; seeds of dropout are no numbers of the model.
    kept = [w for w in net.non_trainable_variables if "moving" in w.path]
    library = f"Keras {keras.__version__}, TensorFlow {tensorflow.__version__}"
    serve(library, count(net.trainable_variables), count(kept), take)


def run_torch(compiled):
    import torch
    from torch import nn
    from torch.nn import functional as F

    torch.set_num_threads(THREADS)

    class Gated(nn.Module):
        def __init__(self):
            super().__init__()
            self.maps = nn.ModuleList(nn.Linear(w, 64) for w in (24, 16, 32))
            self.gates = nn.ModuleList(nn.Linear(72, 64) for _ in range(3))
            self.hidden, self.head = nn.Linear(64, 32), nn.Linear(32, 4)

        def forward(self, *x):
            joined = torch.cat(x, 1)
            parts = (torch.tanh(m(v)) * torch.sigmoid(g(joined)) for m, g, v in zip(self.maps, self.gates, x))
            return F.cross_entropy, self.head(F.relu(self.hidden(sum(parts))))

    class Emoji(nn.Module):
        def __init__(self):
            super().__init__()
            self.table, self.words = nn.Embedding(2000, 64), nn.Linear(64, 64)
            widths = (4, 16, 32, 64)
            blocks = [
                nn.Sequential(nn.Conv2d(a, b, 3, padding=1, bias=False), nn.BatchNorm2d(b), nn.ReLU(), nn.MaxPool2d(2))
                for a, b in zip(widths, widths[1:])
            ]
            self.conv, self.sight = nn.Sequential(*blocks), nn.Linear(64, 64)
            self.joint, self.heads = nn.Linear(128, 128), nn.ModuleList(nn.Linear(w, 8) for w in (128, 64, 64))
            self.drop = nn.Dropout(0.3)

        def forward(self, name, picture):
            mask = (name != 0).float().unsqueeze(2)
            words = (self.drop(self.table(name)) * mask).sum(1) / mask.sum(1).clamp(min=1)
            words = F.relu(self.words(words))
            sight = F.relu(self.sight(self.conv(picture).mean((2, 3))))
            joint = self.drop(F.relu(self.joint(torch.cat([words, sight], 1))))
            votes = [F.softmax(h(x), 1) for h, x in zip(self.heads, (joint, words, sight))]
            weights = [p.max(1, keepdim=True).values for p in votes]
            p = sum(v * w for v, w in zip(votes, weights)) / sum(weights)
            return F.nll_loss, torch.log(p)

    class Predicting(nn.Module):
        """A model without its loss."""

        def __init__(self, net):
            super().__init__()
            self.net = net

        def forward(self, *x):
            return self.net(*x)[1]

    x, y = batch()
    if LARGER:
        net, x = larger.torch_model(MODEL), larger.for_torch(MODEL, x)
    else:
        net = Gated() if MODEL == "gated" else Emoji()
        y = torch.from_numpy(y)
    x = [torch.from_numpy(a) for a in x]
    answering = net if LARGER else Predicting(net)
    if MODEL == "emoji":
        x[1] = x[1].permute(0, 3, 1, 2).contiguous(memory_format=torch.channels_last)
        net = net.to(memory_format=torch.channels_last)
    if FRAMEWORK == "torch-predict":
        answering.eval()
        with torch.inference_mode():
            serve(f"PyTorch {torch.__version__}", 0, 0, timed(lambda: answering(*x).numpy()))
        return
    if FRAMEWORK == "torch-export":
        names = [f"x{i}" for i in range(len(x))]
        axes = {name: {0: "batch"} for name in [*names, "y"]}
        given = tuple(a.contiguous() for a in x)
        options = {"input_names": names, "output_names": ["y"], "dynamic_axes": axes, "dynamo": False}
        torch.onnx.export(answering.eval(), given, sys.argv[5], **options)
        return
    optimizer = torch.optim.Adam(net.parameters(), 1e-3, fused=True)

    def loss_of(*x):
        loss, out = net(*x)
        return loss(out, y)

    objective = torch.compile(loss_of) if compiled else loss_of

    def step():
        optimizer.zero_grad()
        loss = objective(*x)
        loss.backward()
        optimizer.step()
        return loss.item()

    trained = sum(w.numel() for w in net.parameters())
    kept = sum(w.numel() for w in net.buffers() if w.dtype == torch.float32)
    serve(f"PyTorch {torch.__version__}", trained, kept, timed(step))


def run_jax():
    import jax
    import jax.numpy as jnp

    key = iter(jax.random.split(jax.random.PRNGKey(0), 64))
    linear = lambda a, b: (jax.random.normal(next(key), (a, b)) * (2 / a) ** 0.5, jnp.zeros(b))
    apply = lambda p, v: v @ p[0] + p[1]
    x, y = batch()

    if MODEL == "gated":
        weights = [[linear(w, 64) for w in (24, 16, 32)], [linear(72, 64) for _ in range(3)], linear(64, 32), linear(32, 4)]

        means = []

        def loss(p, means, x, y, _):
            joined = jnp.concatenate(x, 1)
            parts = [jnp.tanh(apply(m, v)) * jax.nn.sigmoid(apply(g, joined)) for m, g, v in zip(p[0], p[1], x)]
            logits = apply(p[3], jax.nn.relu(apply(p[2], sum(parts))))
            return -jnp.take_along_axis(jax.nn.log_softmax(logits), y[:, None], 1).mean(), means

    else:
        widths = (4, 16, 32, 64)
        kernels = [jax.random.normal(next(key), (3, 3, a, b)) * 0.1 for a, b in zip(widths, widths[1:])]
        norms = [(jnp.ones(b), jnp.zeros(b)) for b in widths[1:]]
        heads = [linear(w, 8) for w in (128, 64, 64)]
        table = jax.random.uniform(next(key), (2000, 64)) * 0.1 - 0.05
        means = [(jnp.zeros(b), jnp.ones(b)) for b in widths[1:]]
        weights = [table, linear(64, 64), kernels, norms, linear(64, 64), linear(128, 128), heads]

        def loss(p, means, x, y, k):
            drop = lambda k, v: jnp.where(jax.random.uniform(k, v.shape) >= 0.3, v / 0.7, 0)
            first, second = jax.random.split(k)
            name, sight = x
            mask = (name != 0)[:, :, None].astype(jnp.float32)
            words = (drop(first, p[0][name]) * mask).sum(1) / jnp.maximum(mask.sum(1), 1)
            words = jax.nn.relu(apply(p[1], words))
            moved = []
            for kernel, (scale, offset), known in zip(p[2], p[3], means):
                sight = jax.lax.conv_general_dilated(sight, kernel, (1, 1), "SAME", dimension_numbers=("NHWC", "HWIO", "NHWC"))
                mean, variance = sight.mean((0, 1, 2)), sight.var((0, 1, 2))
                moved.append(tuple(0.9 * old + 0.1 * new for old, new in zip(known, (mean, variance))))
                sight = jax.nn.relu((sight - mean) * jax.lax.rsqrt(variance + 1e-3) * scale + offset)
                sight = jax.lax.reduce_window(sight, -jnp.inf, jax.lax.max, (1, 2, 2, 1), (1, 2, 2, 1), "VALID")
            sight = jax.nn.relu(apply(p[4], sight.mean((1, 2))))
            joint = drop(second, jax.nn.relu(apply(p[5], jnp.concatenate([words, sight], 1))))
            votes = [jax.nn.softmax(apply(h, v)) for h, v in zip(p[6], (joint, words, sight))]
            confidence = [v.max(1, keepdims=True) for v in votes]
            q = sum(v * w for v, w in zip(votes, confidence)) / sum(confidence)
            return -jnp.log(jnp.take_along_axis(q, y[:, None], 1)).mean(), moved

    @jax.jit
    def update(p, means, m, v, t, x, y):
        key = jax.random.fold_in(root, t)
        (value, means), g = jax.value_and_grad(loss, has_aux=True)(p, means, x, y, key)
        m = jax.tree.map(lambda a, b: 0.9 * a + 0.1 * b, m, g)
        v = jax.tree.map(lambda a, b: 0.999 * a + 0.001 * b * b, v, g)
        rate = 1e-3 * jnp.sqrt(1 - 0.999**t) / (1 - 0.9**t)
        return jax.tree.map(lambda w, a, b: w - rate * a / (jnp.sqrt(b) + 1e-7), p, m, v), means, m, v, t + 1, value

    zeros = jax.tree.map(jnp.zeros_like, weights)
    state = [weights, means, zeros, zeros, 1]
    root = jax.random.PRNGKey(1)

    def step():
        *state[:], value = update(*state, x, y)
        return float(value)

    count = lambda tree: sum(w.size for w in jax.tree.leaves(tree))
    serve(f"JAX {jax.__version__}", count(weights), count(means), timed(step))


RUNS = {
    "keras": lambda: run_keras(False),
    "keras-jit": lambda: run_keras(True),
    "torch": lambda: run_torch(False),
    "torch-compile": lambda: run_torch(True),
    "jax": run_jax,
    "keras-predict": lambda: run_keras(False),
    "torch-predict": lambda: run_torch(False),
    "torch-export": lambda: run_torch(False),
}

RUNS[FRAMEWORK]()
