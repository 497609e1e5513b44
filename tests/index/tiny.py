"""Small things the tests of the index are made of: plans of a few lines, models of a few words."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

PLANS = {
    "青川市碳达峰实施方案": """青川市碳达峰实施方案
青川市人民政府
2022年3月5日
一、总体要求
到2025年，非化石能源消费比重达到25%以上。
二、重点任务
（一）能源绿色低碳转型
大力发展光伏。在屋顶建设分布式光伏电站，到2025年装机容量达到80万千瓦。（市能源局牵头，市住建局配合）
推进清洁取暖。加快散煤替代，发展地热供暖。（责任单位：市发改委）
（二）交通运输
引导市民乘坐公交和骑自行车出行，减少私家车使用。（责任单位：市交通局）
""",
    "白沙县养老服务行动计划": """白沙县养老服务行动计划
白沙县民政局
2023年6月
一、主要任务
（一）居家养老
为老年人家庭做适老化改造，到2024年底前完成500户。（县民政局牵头）
（二）机构养老
新建养老机构3家，增加护理型床位。（责任单位：县卫健局、县民政局）
二、保障措施
在屋顶建设分布式光伏电站，为养老机构供电。
""",
}


def write_plans(folder: Path, plans: dict[str, str] | None = None) -> list[Path]:
    """Plans as text files."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, text in (plans or PLANS).items():
        paths.append(folder / f"{name}.txt")
        paths[-1].write_text(text, encoding="utf-8")
    return paths


def make_model(folder: Path, words: list[str], width: int, prompts: dict[str, str] | None = None) -> Path:
    """A sentence-transformers folder of averaged vectors, each word along an axis of its own, no torch needed."""
    from safetensors.numpy import save_file
    from tokenizers import Tokenizer, models, pre_tokenizers

    folder.mkdir(parents=True)
    vocabulary = [("[UNK]", -20.0), *((word, -1.0) for word in words)]
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=0, byte_fallback=False))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("，", behavior="removed")
    tokenizer.save(str(folder / "tokenizer.json"))
    vectors = np.zeros((len(vocabulary), width), dtype=np.float32)
    for row in range(1, len(vocabulary)):
        vectors[row, row % width] = 1
    save_file({"embedding.weight": vectors}, folder / "model.safetensors")
    kind = "sentence_transformers.sentence_transformer.modules.static_embedding.StaticEmbedding"
    modules = [{"idx": 0, "name": "0", "path": "", "type": kind}]
    (folder / "modules.json").write_text(json.dumps(modules), encoding="utf-8")
    if prompts:
        settings = {"prompts": prompts, "model_type": "SentenceTransformer"}
        (folder / "config_sentence_transformers.json").write_text(json.dumps(settings), encoding="utf-8")
    return folder
