"""The models of `../models/media.fuse` and `../models/text.fuse`, as one would write them in PyTorch and in Keras.

They predict only: PyTorch's take pictures with their channels in front, as floats.
"""

import numpy as np

SIGHT = [(3, 32), (32, 64), (64, 96)]
HEARING = [(1, 32), (32, 64), (64, 96)]
WORDS, WIDTH, HEADS, VOCABULARY = (48, 24), 128, 4, 4000


def batch(model, size, random):
    """Random records; every text is filled to its end."""
    if model == "media":
        picture = random.random((size, 64, 64, 3), dtype=np.float32)
        return [picture, random.standard_normal((size, 8000, 1), dtype=np.float32)]
    return [random.integers(1, VOCABULARY, (size, words)) for words in WORDS]


def for_torch(model, x):
    """The same records with their channels in front."""
    return [np.ascontiguousarray(np.moveaxis(a, -1, 1)) for a in x] if model == "media" else x


def torch_model(model):
    import torch
    from torch import nn
    from torch.nn import functional as F

    class Media(nn.Module):
        def __init__(self):
            super().__init__()
            see = lambda a, b: (nn.Conv2d(a, b, 3, padding=1, bias=False), nn.BatchNorm2d(b), nn.ReLU(), nn.MaxPool2d(2))
            hear = lambda a, b: (nn.Conv1d(a, b, 9, 4, padding=4, bias=False), nn.BatchNorm1d(b), nn.ReLU())
            self.sight = nn.Sequential(*(layer for pair in SIGHT for layer in see(*pair)))
            self.hearing = nn.Sequential(*(layer for pair in HEARING for layer in hear(*pair)))
            self.hidden, self.head = nn.Linear(192, 128), nn.Linear(128, 8)

        def forward(self, picture, sound):
            seen, heard = self.sight(picture).mean((2, 3)), self.hearing(sound).mean(2)
            return F.softmax(self.head(F.relu(self.hidden(torch.cat([seen, heard], 1)))), 1)

    class Attention(nn.Module):
        def __init__(self):
            super().__init__()
            self.maps = nn.ModuleList(nn.Linear(WIDTH, WIDTH) for _ in range(4))

        def forward(self, x, y, mask):
            query, key, value, out = self.maps
            apart = lambda z: z.view(z.shape[0], -1, HEADS, WIDTH // HEADS).transpose(1, 2)
            found = F.scaled_dot_product_attention(apart(query(x)), apart(key(y)), apart(value(y)), attn_mask=mask)
            return out(found.transpose(1, 2).reshape(x.shape))

    class Layer(nn.Module):
        """Normalised first; with `cross`, what is looked at is normalised by itself."""

        def __init__(self, cross):
            super().__init__()
            self.norms = nn.ModuleList(nn.LayerNorm(WIDTH) for _ in range(3 if cross else 2))
            self.look = Attention()
            self.think = nn.Sequential(nn.Linear(WIDTH, 4 * WIDTH), nn.GELU(), nn.Linear(4 * WIDTH, WIDTH))

        def forward(self, x, y, mask):
            own = self.norms[0](x)
            x = x + self.look(own, own if y is None else self.norms[2](y), mask)
            return x + self.think(self.norms[1](x))

    class Text(nn.Module):
        def __init__(self):
            super().__init__()
            self.tables = nn.ModuleList(nn.Embedding(VOCABULARY, WIDTH) for _ in WORDS)
            self.places = nn.ParameterList(torch.randn(1, words, WIDTH) * 0.02 for words in WORDS)
            self.readers = nn.ModuleList(Layer(False) for _ in range(2))
            self.lookers = nn.ModuleList(Layer(True) for _ in range(2))
            self.norms, self.head = nn.ModuleList(nn.LayerNorm(WIDTH) for _ in WORDS), nn.Linear(WIDTH, 3)

        def forward(self, passage, sentence):
            known, said = [t(ids) + p for t, p, ids in zip(self.tables, self.places, (passage, sentence))]
            mask = (passage != 0)[:, None, None, :]
            for layer in self.readers:
                known = layer(known, None, mask)
            known = self.norms[0](known)
            for layer in self.lookers:
                said = layer(said, known, mask)
            filled = (sentence != 0).float().unsqueeze(2)
            mean = (self.norms[1](said) * filled).sum(1) / filled.sum(1).clamp(min=1)
            return F.softmax(self.head(mean), 1)

    return Media() if model == "media" else Text()


def keras_model(model):
    import keras
    from keras import layers, ops

    if model == "media":
        picture, sound = keras.Input((64, 64, 3)), keras.Input((8000, 1))
        seen, heard = picture, sound
        for _, width in SIGHT:
            seen = layers.Conv2D(width, 3, padding="same", use_bias=False)(seen)
            seen = layers.MaxPooling2D(2)(layers.ReLU()(layers.BatchNormalization()(seen)))
        for _, width in HEARING:
            heard = layers.Conv1D(width, 9, 4, padding="same", use_bias=False)(heard)
            heard = layers.ReLU()(layers.BatchNormalization()(heard))
        joint = layers.Concatenate()([layers.GlobalAveragePooling2D()(seen), layers.GlobalAveragePooling1D()(heard)])
        return keras.Model([picture, sound], layers.Dense(8, "softmax")(layers.Dense(128, "relu")(joint)))

    class Filled(layers.Layer):
        def call(self, ids):
            return ops.not_equal(ids, 0)

    class MaskedMean(layers.Layer):
        def call(self, values, filled):
            mask = ops.expand_dims(ops.cast(filled, "float32"), 2)
            return ops.sum(values * mask, 1) / ops.maximum(ops.sum(mask, 1), 1.0)

    class Placed(layers.Layer):
        def build(self, shape):
            self.table = self.add_weight(shape=(1, *shape[1:]), initializer="random_normal")

        def call(self, values):
            return values + self.table

    def layer(x, y, mask):
        own = layers.LayerNormalization()(x)
        other = own if y is None else layers.LayerNormalization()(y)
        x = x + layers.MultiHeadAttention(HEADS, WIDTH // HEADS)(own, other, attention_mask=mask)
        hidden = layers.Dense(4 * WIDTH, "gelu")(layers.LayerNormalization()(x))
        return x + layers.Dense(WIDTH)(hidden)

    passage, sentence = [keras.Input((words,), dtype="int32") for words in WORDS]
    known, said = [Placed()(layers.Embedding(VOCABULARY, WIDTH)(ids)) for ids in (passage, sentence)]
    filled, told = Filled()(passage), Filled()(sentence)
    mask = layers.Reshape((1, WORDS[0]))(filled)
    for _ in range(2):
        known = layer(known, None, mask)
    known = layers.LayerNormalization()(known)
    for _ in range(2):
        said = layer(said, known, mask)
    mean = MaskedMean()(layers.LayerNormalization()(said), told)
    return keras.Model([passage, sentence], layers.Dense(3, "softmax")(mean))
