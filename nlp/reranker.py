"""An optional second look: a CrossEncoder of sentence-transformers that reads query and clause together."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nlp.encoder import EncoderError, is_folder_name

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Reranker:
    """A loaded model that says how well a text answers a query."""

    name: str  # folder or hub name, as asked for
    model: Any = field(repr=False)

    def scores(self, query: str, texts: Sequence[str]) -> NDArray[np.float64]:
        """One score of 0 … 1 a text: float64 [texts]."""
        import numpy as np

        if not texts:
            return np.zeros(0)
        import torch

        pairs = [(query, text) for text in texts]
        found = self.model.predict(pairs, activation_fn=torch.nn.Sigmoid(), show_progress_bar=False)
        return np.asarray(found, dtype=np.float64).reshape(len(texts))


@cache
def load_reranker(name: str) -> Reranker:
    """The CrossEncoder in the folder `name`, or of that hub name. Raises EncoderError; there is none by default."""
    folder = Path(name).expanduser()
    local = folder.is_dir()
    if not local and is_folder_name(name):
        raise EncoderError(f"{name}：没有这个模型文件夹，请检查路径，或改用 Hugging Face 上的模型名（如 机构/模型）。")
    if local:
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
    try:
        from sentence_transformers import CrossEncoder

        model = CrossEncoder(
            str(folder.resolve()) if local else name, device="cpu", num_labels=1, local_files_only=local,
            trust_remote_code=False,
        )  # fmt: skip
    except Exception as error:  # whatever a missing or damaged model makes the libraries raise
        raise EncoderError(
            f"{name}：重排模型打不开。请检查模型文件夹；离线使用请先在联网的机器上下载"
            f"（hf download {name} --local-dir 文件夹），再把文件夹路径作为模型名（{type(error).__name__}）。"
        ) from error
    return Reranker(name, model)
