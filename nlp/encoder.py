"""Text to vectors: any sentence-transformers model, from a folder or by its hub name; by default a small one of ours.

Nothing is ever fetched unless a hub name is given. A model that is only averaged word vectors (as the default is) is
read by tokenizers and numpy alone, because importing sentence_transformers takes five seconds; a test holds both ways
equal. `similarity` of two texts is the inner product of their vectors.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DEFAULT_ENCODER = Path(__file__).resolve().parent / "default_encoder"
HASHED = (".json", ".safetensors", ".bin", ".txt", ".model")  # the files of a model folder that decide its vectors
BATCH = 256  # texts at a time


class EncoderError(Exception):
    """A model that cannot be loaded. The message is one Chinese sentence that says what to do."""


@dataclass(frozen=True)
class Encoder:
    """A loaded model. Two encoders of equal fingerprint give the same vectors."""

    name: str  # folder or hub name, as asked for
    fingerprint: str
    width: int  # dimensions of a vector
    backend: Any = field(repr=False)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One vector of length 1 a text: float32 [texts, width]. A text without any known word is all zeros."""
        return self._unit(self.backend.documents(list(texts)), len(texts))

    def encode_query(self, query: str) -> NDArray[np.float32]:
        """The vector of a query, with the prompt that the model was trained to see before queries, if it has one."""
        unit: NDArray[np.float32] = self._unit(self.backend.queries([query]), 1)[0]
        return unit

    def _unit(self, vectors: Any, count: int) -> NDArray[np.float32]:
        import numpy as np

        vectors = np.asarray(vectors, dtype=np.float32).reshape(count, self.width)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit: NDArray[np.float32] = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
        return unit


class _WordVectors:
    """A StaticEmbedding: the mean of the vectors of a text's tokens, without torch."""

    def __init__(self, folder: Path) -> None:
        import numpy as np
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        self.vectors = load_file(folder / "model.safetensors")["embedding.weight"].astype(np.float32)
        self.width = int(self.vectors.shape[1])

    def documents(self, texts: list[str]) -> NDArray[np.float32]:
        import numpy as np

        found = np.zeros((len(texts), self.width), dtype=np.float32)
        for row, encoding in enumerate(self.tokenizer.encode_batch_fast(texts, add_special_tokens=False)):
            if encoding.ids:
                found[row] = self.vectors[encoding.ids].mean(axis=0)
        return found

    queries = documents


class _SentenceTransformer:
    """Any sentence-transformers model, with its own prompts for queries and documents."""

    def __init__(self, name: str, local: bool) -> None:
        from sentence_transformers import SentenceTransformer

        self.model = SentenceTransformer(name, device="cpu", local_files_only=local, trust_remote_code=False)
        self.width = int(self.model.get_embedding_dimension())

    def documents(self, texts: list[str]) -> Any:
        return self.model.encode_document(texts, batch_size=BATCH, show_progress_bar=False, convert_to_numpy=True)

    def queries(self, texts: list[str]) -> Any:
        return self.model.encode_query(texts, batch_size=BATCH, show_progress_bar=False, convert_to_numpy=True)


def load_encoder(name: str | None = None) -> Encoder:
    """The model in the folder `name`, or of that hub name; the shipped one for None. Raises EncoderError.

    A name counts as a folder when there is one, or when it is written as a path; only any other name may reach the hub,
    and not even that while HF_HUB_OFFLINE is set.
    """
    if name is None:
        return _load_folder(DEFAULT_ENCODER, str(DEFAULT_ENCODER))
    folder = Path(name).expanduser()
    if folder.is_dir():
        return _load_folder(folder.resolve(), name)
    if is_folder_name(name):
        raise EncoderError(f"{name}：没有这个模型文件夹，请检查路径，或改用 Hugging Face 上的模型名（如 机构/模型）。")
    return _load_from_hub(name)


def is_folder_name(name: str) -> bool:
    """Whether a name is written as a path, so that it can be no name on the hub."""
    path = Path(name).expanduser()
    return path.is_absolute() or name.startswith((".", "~")) or name.count("/") != 1 or "\\" in name


def _load_folder(folder: Path, name: str) -> Encoder:
    modules = folder / "modules.json"
    if not modules.is_file():
        raise EncoderError(f"{name}：文件夹里没有 modules.json，不是 sentence-transformers 模型，请另选模型。")
    return _load_local(folder, name, _fingerprint(folder))


@cache
def _load_local(folder: Path, name: str, fingerprint: str) -> Encoder:
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    backend: Any
    try:
        backend = _WordVectors(folder) if _is_word_vectors(folder) else _SentenceTransformer(str(folder), local=True)
    except Exception as error:  # whatever a damaged model makes the libraries raise
        reason = f"{type(error).__name__}：{error}"
        raise EncoderError(f"{name}：模型文件不完整或已损坏，请重新取得模型（{reason}）。") from error
    return Encoder(name, fingerprint, backend.width, backend)


@cache
def _load_from_hub(name: str) -> Encoder:
    try:
        backend = _SentenceTransformer(name, local=False)
        commit = getattr(backend.model[0], "auto_model", None)
        revision = getattr(getattr(commit, "config", None), "_commit_hash", None) or "unknown"
    except Exception as error:
        raise EncoderError(
            f"{name}：无法取得该模型。离线使用请先在联网的机器上下载（hf download {name} --local-dir 文件夹），"
            f"再把文件夹路径作为模型名（{type(error).__name__}）。"
        ) from error
    return Encoder(name, hashlib.sha256(f"{name}@{revision}".encode()).hexdigest()[:16], backend.width, backend)


def _is_word_vectors(folder: Path) -> bool:
    """Whether the model is a StaticEmbedding, alone or with Normalize behind it, without prompts: then it is a mean."""
    kinds = [module["type"].rsplit(".", 1)[-1] for module in _json(folder / "modules.json")]
    paths = [module["path"] for module in _json(folder / "modules.json")]
    settings = folder / "config_sentence_transformers.json"
    prompts = _json(settings).get("prompts") or {} if settings.is_file() else {}
    plain = paths[0] == "" and not any(prompts.values())
    return plain and kinds in (["StaticEmbedding"], ["StaticEmbedding", "Normalize"])


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _fingerprint(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix in HASHED):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
