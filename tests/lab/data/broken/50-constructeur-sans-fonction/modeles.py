def resnet18(input_shape):
    """Return a model."""
