"""Encoders: any sentence-transformers model by folder, the shipped one by default, clear words when there is none."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from nlp.encoder import DEFAULT_ENCODER, Encoder, EncoderError, load_encoder
from tests.index.tiny import make_model


@pytest.fixture(scope="module")
def default() -> Encoder:
    return load_encoder()


def test_vectors_have_length_one(default: Encoder) -> None:
    vectors = default.encode(["推进清洁取暖", "建设光伏电站"])
    assert vectors.shape == (2, default.width) and vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_no_known_word_is_a_zero_vector(default: Encoder) -> None:
    assert not default.encode(["", "🙂🙂", "12.5 %"]).any()
    assert default.encode([]).shape == (0, default.width)


def test_texts_do_not_depend_on_their_neighbours(default: Encoder) -> None:
    texts = ["推进清洁取暖", "建设光伏电站，发展储能", "做好养老服务"]
    together = default.encode(texts)
    assert all(np.array_equal(default.encode([text])[0], row) for text, row in zip(texts, together, strict=True))


def test_the_default_knows_what_is_alike(default: Encoder) -> None:
    query = default.encode_query("冬天取暖少烧煤")
    near, far = default.encode(["推进北方地区清洁取暖，加快散煤替代", "完善政务服务事项清单，推进跨省通办"])
    assert query @ near > query @ far + 0.1


@pytest.mark.slow
def test_the_quick_way_equals_sentence_transformers(default: Encoder) -> None:
    from sentence_transformers import SentenceTransformer

    texts = ["推进清洁取暖，加快散煤替代", "VOCs治理", "到2025年，单位GDP能耗下降13.5%", "养老", "①㈠ Ａ"]
    real = SentenceTransformer(str(DEFAULT_ENCODER), device="cpu", local_files_only=True).encode(texts)
    # its sums are of half precision, as the file's vectors are
    assert np.abs(real.astype(np.float32) - default.encode(texts)).max() < 3e-3


def test_the_default_is_small_and_needs_no_torch(root: Path) -> None:
    import subprocess
    import sys

    assert sum(path.stat().st_size for path in DEFAULT_ENCODER.rglob("*")) <= 12_500_000
    code = "import sys; from nlp.encoder import load_encoder; load_encoder(); sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0


def test_a_model_of_another_kind_is_loaded_for_real(tmp_path: Path) -> None:
    folder = make_model(tmp_path / "m", ["光伏", "取暖"], width=4, prompts={"query": "光伏", "document": ""})
    encoder = load_encoder(str(folder))
    assert type(encoder.backend).__name__ == "_SentenceTransformer"
    assert np.allclose(encoder.encode(["取暖"])[0] @ encoder.encode_query("取暖"), 0.7071, atol=1e-3)


def test_fingerprints_tell_models_apart(tmp_path: Path) -> None:
    one = load_encoder(str(make_model(tmp_path / "one", ["光伏", "取暖"], width=4)))
    same = load_encoder(str(make_model(tmp_path / "same", ["光伏", "取暖"], width=4)))
    other = load_encoder(str(make_model(tmp_path / "other", ["光伏", "取暖"], width=8)))
    assert one.fingerprint == same.fingerprint != other.fingerprint


@pytest.mark.parametrize("name", ["/nowhere/model", "./nowhere", "nowhere"])
def test_a_missing_folder_is_said(name: str) -> None:
    with pytest.raises(EncoderError, match="没有这个模型文件夹"):
        load_encoder(name)


def test_a_folder_without_a_model_is_said(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=r"modules\.json"):
        load_encoder(str(tmp_path))


def test_a_damaged_model_is_said(tmp_path: Path) -> None:
    folder = make_model(tmp_path / "m", ["光伏"], width=4)
    (folder / "model.safetensors").write_bytes(b"broken")
    with pytest.raises(EncoderError, match="损坏"):
        load_encoder(str(folder))


@pytest.mark.slow
def test_a_hub_name_that_cannot_be_had_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(EncoderError, match=r"无法取得该模型.*hf download"):
        load_encoder("nobody/no-such-model-of-ours")
