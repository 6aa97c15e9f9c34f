"""Whether the extra for pictures is installed, and where its model lies."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

NEEDED = ("cv2", "onnxruntime", "rapidocr")
ADVICE = "pip install 'gongkai[ocr]'"
_MODEL = "*rec*.onnx"


def can_recognise() -> bool:
    """Say whether pictures can be read here: all that the extra ``ocr`` installs is there."""
    return all(find_spec(name) is not None for name in NEEDED)


def model_path() -> Path:
    """Give the file of the recogniser's model inside the wheel of rapidocr.

    Raises:
        FileNotFoundError: The wheel holds none; a later one may load it from the network instead.
    """
    spec = find_spec("rapidocr")
    folder = Path(spec.origin).parent if spec is not None and spec.origin else Path()
    found = sorted((folder / "models").glob(_MODEL))
    if not found:
        raise FileNotFoundError("rapidocr holds no model of its own")
    return found[0]
