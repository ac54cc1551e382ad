"""The TensorFlow Playground's world in NumPy: its data, features, networks and training rule.

The algorithms are those of the Playground's public source (``dataset.ts``, ``nn.ts``,
``playground.ts``; The TensorFlow Playground, Google, Apache 2.0), written anew. A thousand
networks at once are trained by :mod:`reportgen.training.population`.
"""
