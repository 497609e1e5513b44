"""Train the sentence encoder that PlanCheck ships: vectors of words and characters, averaged over a text.

    python -m bench.train_encoder --texts FOLDER.. --jsonl FILE.jsonl.xz.. --out nlp/default_encoder

1. words: jieba cuts the texts; the frequent words and all their characters become a Unigram tokenizer
2. vectors: co-occurrence within a window, positive pointwise mutual information, truncated SVD; words lean on the
   vectors of their characters, rare ones more
3. contrast: heading and body, neighbouring sentences, two crops of a passage are pulled together (InfoNCE)
Only vectors and words are written, never a sentence. The seed is fixed: the same input gives the same model.
"""

from __future__ import annotations

import argparse
import json
import lzma
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
UNKNOWN = "[UNK]"
SIGNS = r"[^\p{Han}a-z]+"  # numbers and signs separate words and have no vector of their own
MARKUP = re.compile(r"<[^>]+>|[#*`>|]+|^---$", re.MULTILINE)
SENTENCE = re.compile(r"[^。！？；\n]+")
CHINESE = re.compile(r"[\u4e00-\u9fff]+|[a-z]+")
# A line of a pdf ends a paragraph when it ends in one of these; else the sentence goes on
PARAGRAPH_END = re.compile(r"(?<=[。；：！？])\s*\r?\n")


def say(text: str) -> None:
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {text}\n")


def read_folder(folder: Path, exclude: list[str]) -> Iterator[str]:
    """The text of every pdf, txt and md file of a folder, without those whose name begins with an excluded prefix."""
    import pypdfium2

    for path in sorted(folder.rglob("*")):
        if any(path.name.startswith(prefix) for prefix in exclude):
            continue
        if path.suffix.lower() in {".txt", ".md"}:
            yield path.read_text(encoding="utf-8", errors="replace")
        elif path.suffix.lower() == ".pdf":
            with pypdfium2.PdfDocument(path) as pdf:
                pages = [pdf[number].get_textpage().get_text_range() for number in range(len(pdf))]
            joined = PARAGRAPH_END.sub("\x00", "\n".join(pages))
            yield re.sub(r"\s*\r?\n\s*", "", joined).replace("\x00", "\n")


def read_jsonl(path: Path) -> Iterator[str]:
    with lzma.open(path, "rt", encoding="utf-8") as stream:
        for line in stream:
            yield json.loads(line)["text"]


def sentences(text: str) -> list[list[str]]:
    """Paragraphs as lists of sentences, folded to lower case, without markup."""
    import unicodedata

    text = unicodedata.normalize("NFKC", MARKUP.sub(" ", text)).lower()
    paragraphs = ([s.strip() for s in SENTENCE.findall(line)] for line in text.split("\n"))
    return [kept for p in paragraphs if (kept := [s for s in p if len(CHINESE.findall(s)) and len(s) > 3])]


def count_words(paragraphs: list[tuple[float, list[str]]]) -> Counter[str]:
    from nlp.segment import words

    counts: Counter[str] = Counter()
    for weight, paragraph in paragraphs:
        for sentence in paragraph:
            for piece in CHINESE.findall(sentence):
                for word in words(piece):
                    counts[word] += weight
                for sign in piece if piece[0] > "z" else ():
                    counts[sign] += 0.05 * weight
    return counts


def make_tokenizer(counts: Counter[str], size: int) -> Any:
    """Unigram: of all ways to cut a text into words of the vocabulary, the most probable, as jieba does."""
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

    chosen = [w for w in counts if len(w) == 1 and counts[w] >= 1]
    longer = sorted((w for w in counts if 1 < len(w) <= 10 and counts[w] >= 8), key=lambda w: (-counts[w], w))
    vocabulary = sorted(chosen) + sorted(longer[: size - len(chosen) - 1])
    total = sum(counts[w] for w in vocabulary)
    scored = [(UNKNOWN, -30.0)] + [(w, float(np.log(counts[w] / total))) for w in vocabulary]
    tokenizer = Tokenizer(models.Unigram(scored, unk_id=0, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(SIGNS), behavior="removed")
    return tokenizer


def cooccurrence(streams: list[tuple[float, np.ndarray]], size: int, window: int) -> Any:
    """How often two words stand within `window` words of each other in a paragraph, nearer ones counting more."""
    from scipy import sparse

    total = sparse.csr_matrix((size, size), dtype=np.float32)
    for weight, ids in streams:
        for distance in range(1, window + 1):
            left, right = ids[:-distance], ids[distance:]
            # a border (-1) anywhere between them keeps two words apart
            border = np.cumsum(ids < 0)
            fine = (left >= 0) & (right >= 0) & (border[:-distance] == border[distance:])
            keys, counts = np.unique(left[fine].astype(np.int64) * size + right[fine], return_counts=True)
            value = (counts * weight * (window + 1 - distance) / window).astype(np.float32)
            total = total + sparse.csr_matrix((value, (keys // size, keys % size)), shape=(size, size))
    return total + total.T


def ppmi(counts: Any, smooth: float = 0.75) -> Any:
    from scipy import sparse

    counts = counts.tocoo()
    total = counts.data.sum()
    row = np.bincount(counts.row, counts.data, counts.shape[0])
    context = row**smooth / (row**smooth).sum()
    value = np.log(counts.data * 1.0 / np.maximum(row[counts.row] * context[counts.col], 1e-12))
    keep = (value > 0) & (counts.data >= 2)
    del total
    return sparse.csr_matrix((value[keep].astype(np.float32), (counts.row[keep], counts.col[keep])), counts.shape)


def truncated_svd(matrix: Any, width: int, seed: int, rounds: int = 5) -> np.ndarray:
    """Randomised SVD (Halko, Martinsson, Tropp 2011) of a symmetric sparse matrix: U scaled by the root of S."""
    random = np.random.default_rng(seed)
    basis = np.linalg.qr(matrix @ random.standard_normal((matrix.shape[1], width + 24)).astype(np.float32))[0]
    for _ in range(rounds):
        basis = np.linalg.qr(matrix @ basis)[0]
    left, values, _ = np.linalg.svd((matrix @ basis).T @ basis)
    order = np.argsort(-values)[:width]
    return (basis @ left)[:, order] * np.sqrt(values[order])


def lean_on_characters(vectors: np.ndarray, vocabulary: list[str], counts: np.ndarray, share: float) -> np.ndarray:
    """A word keeps part of the mean of its characters' vectors, rare words more, so that 焚烧 and 烧 are near."""
    place = {word: i for i, word in enumerate(vocabulary)}
    unit = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    mixed = unit.copy()
    for i, word in enumerate(vocabulary):
        parts = [place[sign] for sign in word if sign in place]
        if len(word) > 1 and parts:
            weight = share + (1 - share) * 0.6 * 50 / (50 + counts[i])
            mixed[i] = (1 - weight) * unit[i] + weight * unit[parts].mean(axis=0)
    return mixed / np.maximum(np.linalg.norm(mixed, axis=1, keepdims=True), 1e-9)


def make_pairs(paragraphs: list[tuple[float, list[str]]], seed: int, limit: int) -> list[tuple[str, str]]:
    """Texts that belong together: opening and rest of a paragraph, neighbours, two crops."""
    random = np.random.default_rng(seed)
    pairs: list[tuple[str, str]] = []
    for weight, paragraph in paragraphs:
        if weight < 1 and random.random() > 0.25:
            continue
        if len(paragraph) > 1:
            if len(paragraph[0]) <= 30:
                pairs.append((paragraph[0], "。".join(paragraph[1:4])))
            pairs += [(a, b) for a, b in pairwise(paragraph) if len(a) > 8 and len(b) > 8]
        for sentence in paragraph:
            commas = [part for part in re.split(r"[,，、]", sentence) if len(part) > 3]
            if len(commas) > 2:
                random.shuffle(commas)
                pairs.append(("，".join(commas[::2]), "，".join(commas[1::2])))
    picked = random.permutation(len(pairs))[:limit]
    return [pairs[i] for i in picked]


def contrast(
    tokenizer: Any, start: np.ndarray, pairs: list[tuple[str, str]], *, seed: int, epochs: int, batch: int, rate: float
) -> np.ndarray:
    """InfoNCE with the other pairs of a batch as negatives; vectors stay near where co-occurrence put them."""
    import torch
    from torch.nn.functional import cross_entropy

    torch.manual_seed(seed)
    torch.set_num_threads(2)
    torch.use_deterministic_algorithms(True)
    bag = torch.nn.EmbeddingBag.from_pretrained(torch.from_numpy(start.copy()), freeze=False, mode="mean")
    origin = torch.from_numpy(start.copy())
    encoded = [[e.ids for e in tokenizer.encode_batch([p[side] for p in pairs])] for side in (0, 1)]
    usable = [i for i in range(len(pairs)) if len(encoded[0][i]) > 1 and len(encoded[1][i]) > 1]
    optimiser = torch.optim.Adam(bag.parameters(), lr=rate)
    random = np.random.default_rng(seed)

    def embed(rows: list[list[int]]) -> Any:
        dropped = [[t for t in row if random.random() > 0.2] or row for row in rows]
        offsets = torch.tensor(np.cumsum([0] + [len(r) for r in dropped[:-1]]))
        out = bag(torch.tensor([t for row in dropped for t in row]), offsets)
        return torch.nn.functional.normalize(out, dim=1)

    for epoch in range(epochs):
        order = random.permutation(usable)
        losses = []
        for begin in range(0, len(order) - batch + 1, batch):
            chosen = order[begin : begin + batch]
            a, b = embed([encoded[0][i] for i in chosen]), embed([encoded[1][i] for i in chosen])
            scores = a @ b.T / 0.05
            target = torch.arange(len(chosen))
            loss = cross_entropy(scores, target) + cross_entropy(scores.T, target)
            loss = loss / 2 + 0.02 * ((bag.weight - origin) ** 2).sum() / len(origin)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            losses.append(float(loss.detach()))
        say(f"epoch {epoch + 1}: loss {np.mean(losses):.4f}")
    return bag.weight.detach().numpy()


def save(tokenizer: Any, vectors: np.ndarray, out: Path) -> None:
    """A folder that `SentenceTransformer(folder)` loads, vectors in half precision."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding

    vectors = vectors.copy()
    vectors[0] = 0  # an unknown sign means nothing
    module = StaticEmbedding(tokenizer, embedding_weights=torch.from_numpy(vectors.astype(np.float16)))
    model = SentenceTransformer(modules=[module, Normalize()], device="cpu")
    card = out / "README.md"
    kept = card.read_text(encoding="utf-8") if card.exists() else None
    model.save(str(out), create_model_card=False)
    if kept:
        card.write_text(kept, encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--texts", type=Path, nargs="*", default=[], help="folders of pdf, txt, md: the field itself")
    parser.add_argument("--jsonl", type=Path, nargs="*", default=[], help="jsonl.xz files with a field text")
    parser.add_argument("--exclude", nargs="*", default=[], help="file name prefixes to leave out")
    parser.add_argument("--out", type=Path, default=ROOT / "nlp" / "default_encoder")
    parser.add_argument("--words", type=int, default=28000)
    parser.add_argument("--width", type=int, default=176)
    parser.add_argument("--window", type=int, default=8)
    parser.add_argument("--share", type=float, default=0.4, help="part of a word's vector that its characters give")
    parser.add_argument("--sif", type=float, default=5e-4, help="a/(a+p): how fast frequent words lose weight")
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--batch", type=int, default=1024)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--pairs", type=int, default=300000)
    parser.add_argument("--seed", type=int, default=20260101)
    parser.add_argument("--keep", type=Path, help="folder for intermediate results, used again when present")
    args = parser.parse_args()

    texts: list[tuple[float, list[str]]] = []
    for folder in args.texts:
        texts += [(4.0, p) for text in read_folder(folder, args.exclude) for p in sentences(text)]
    for path in args.jsonl:
        weight = 0.5 if "laws" in path.name else 2.0
        texts += [(weight, p) for text in read_jsonl(path) for p in sentences(text)]
    say(f"{len(texts)} paragraphs, {sum(len(s) for _, p in texts for s in p)} characters")

    stored = args.keep / f"start-{args.words}-{args.width}-{args.window}.npz" if args.keep else None
    if stored and stored.exists():
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(stored.with_suffix(".json")))
        with np.load(stored) as arrays:
            vectors, frequency = arrays["vectors"], arrays["frequency"]
    else:
        counts = count_words(texts)
        say(f"{len(counts)} different words")
        tokenizer = make_tokenizer(counts, args.words)
        size = tokenizer.get_vocab_size()
        streams = []
        frequency = np.zeros(size)
        for weight in sorted({w for w, _ in texts}):
            chosen = ["。".join(p) for w, p in texts if w == weight]
            ids = [np.append(np.array(e.ids, dtype=np.int32), -1) for e in tokenizer.encode_batch(chosen)]
            stream = np.concatenate(ids)
            stream[stream == 0] = -1
            streams.append((weight, stream))
            frequency += weight * np.bincount(stream[stream >= 0], minlength=size)
        say(f"{sum(len(s) for _, s in streams)} tokens of {size}")
        matrix = ppmi(cooccurrence(streams, size, args.window))
        say(f"{matrix.nnz} pairs of words")
        vectors = truncated_svd(matrix, args.width, args.seed)
        say("vectors made")
        if stored:
            args.keep.mkdir(parents=True, exist_ok=True)
            np.savez(stored, vectors=vectors, frequency=frequency)
            tokenizer.save(str(stored.with_suffix(".json")))

    vocabulary = [tokenizer.id_to_token(i) for i in range(tokenizer.get_vocab_size())]
    vectors = lean_on_characters(vectors, vocabulary, frequency, args.share)
    share = frequency / frequency.sum()
    vectors = (vectors * (args.sif / (args.sif + share))[:, None]).astype(np.float32)
    if args.epochs:
        pairs = make_pairs(texts, args.seed, args.pairs)
        say(f"{len(pairs)} pairs")
        vectors = contrast(
            tokenizer, vectors, pairs, seed=args.seed, epochs=args.epochs, batch=args.batch, rate=args.rate
        )
    save(tokenizer, vectors, args.out)
    say(f"saved to {args.out}")


if __name__ == "__main__":
    main()
