"""The optional reranker: a CrossEncoder made here, and clear words where there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp.encoder import EncoderError
from nlp.reranker import load_reranker


@pytest.mark.slow
def test_scores_are_those_of_the_model(tmp_path: Path) -> None:
    import torch
    from sentence_transformers import CrossEncoder
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    signs = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"光伏屋顶养老服务建设"]
    (tmp_path / "vocab.txt").write_text("\n".join(signs) + "\n", encoding="utf-8")
    torch.manual_seed(3)
    sizes = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 16}
    model = BertForSequenceClassification(BertConfig(vocab_size=len(signs), num_labels=1, **sizes))
    model.save_pretrained(tmp_path / "model")
    BertTokenizerFast(str(tmp_path / "vocab.txt")).save_pretrained(tmp_path / "model")
    reranker = load_reranker(str(tmp_path / "model"))
    texts = ["屋顶光伏", "养老服务", "建设"]
    scores = reranker.scores("光伏建设", texts)
    logits = CrossEncoder(str(tmp_path / "model"), num_labels=1, device="cpu").predict(
        [("光伏建设", text) for text in texts], activation_fn=torch.nn.Identity()
    )
    assert scores.shape == (3,) and len(set(scores.tolist())) == 3
    assert scores == pytest.approx([1 / (1 + pow(2.718281828459045, -float(one))) for one in logits], abs=1e-5)
    assert reranker.scores("光伏", []).shape == (0,)


@pytest.mark.parametrize("name", ["./none", "/none/at/all", "none"])
def test_a_missing_folder_is_said(name: str) -> None:
    with pytest.raises(EncoderError, match="没有这个模型文件夹"):
        load_reranker(name)


@pytest.mark.slow
def test_a_damaged_model_is_said(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{]", encoding="utf-8")
    with pytest.raises(EncoderError, match="重排模型打不开"):
        load_reranker(str(tmp_path))
