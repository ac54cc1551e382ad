"""Networks of dense layers and back-propagation written out in NumPy; knows no file, no Keras."""
