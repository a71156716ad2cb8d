"""Numbers of lesson 09 to be worked out by hand."""

from __future__ import annotations

import math

from ...question import NumberQuestion

_TABLE = (
    "A classifier for two classes, *empty* (0) and *full* (1), gave this table; rows are the truth, columns the "
    "prediction:\n\n| | said 0 | said 1 |\n|---|---|---|\n| is 0 | 80 | 10 |\n| is 1 | 4 | 6 |\n\n"
)


class MeanByHand(NumberQuestion):
    id, digits = "loop/mean_by_hand", 1
    question = (
        "**By hand.** An epoch has three batches: 32 samples with mean loss 0.5, 32 samples with mean loss 0.4, and "
        "the last, of only 4 samples, with mean loss 4.0. What is the mean loss per sample? One decimal will do."
    )
    value = (32 * 0.5 + 32 * 0.4 + 4 * 4.0) / 68
    wrong = {
        1.6: "You averaged the three batches with equal weight: (0.5 + 0.4 + 4) / 3. The last four samples then count "
        "as much as 32 others.",
        44.8: "That is the sum over all samples. Divide it by how many they are, 68.",
        4.9: "That is the sum of the three means. Weight each by its samples, and divide by all 68.",
        14.9: "That is what you get by dividing by the number of batches. The sum 16 + 12.8 + 16 is over 68 samples.",
        0.5: "The last batch is left out, or counts too little: 4 samples with a loss of 4 add 16 to the sum.",
    }


class PrecisionByHand(NumberQuestion):
    id, digits = "loop/precision_by_hand", 3
    question = f"**By hand.** {_TABLE}What is the *precision* of class 1? Three decimals."
    value = 6 / 16
    wrong = {
        0.6: "That is the recall: of the 10 that are full, 6 were found. Precision looks at the column: of all that "
        "were called full, how many are?",
        0.86: "That is the accuracy: all right predictions of all samples. Precision looks at the column of class 1.",
        0.952: "That is the precision of class 0, 80 of 84. Asked for is class 1: the second column.",
        0.06: "That is what you get by dividing by all samples. Precision divides by those that were called full.",
        0.462: "That is F1, which takes the recall in too. Precision looks at the column alone.",
        0.889: "That is the recall of class 0, 80 of 90. Asked for is the precision of class 1: the second column.",
    }


class RecallByHand(NumberQuestion):
    id, digits = "loop/recall_by_hand", 3
    question = "**By hand.** The same table. What is the *recall* of class 1? Three decimals."
    value = 6 / 10
    wrong = {
        0.375: "That is the precision: of the 16 that were called full, 6 are. Recall looks at the row: of all that "
        "are full, how many were found?",
        0.86: "That is the accuracy: all right predictions of all samples. Recall looks at the row of class 1.",
        0.889: "That is the recall of class 0, 80 of 90. Asked for is class 1: the second row.",
        0.06: "That is what you get by dividing by all samples. Recall divides by those that are full.",
        0.462: "That is F1, which takes the precision in too. Recall looks at the row alone.",
    }


#: 344 of 360 images: the shares that are right and wrong, and what the formula and its misreadings make of them.
_P, _Q, _N = 344 / 360, 16 / 360, 360
_HALF = 1.96 * math.sqrt(_P * _Q / _N)
_UNDIVIDED, _NO_ROOT = 1.96 * math.sqrt(_P * _Q), 1.96 * _P * _Q / _N
_N_OUTSIDE, _ROOT_OF_N = 1.96 * math.sqrt(_P * _Q) / _N, 1.96 * _P * _Q / math.sqrt(_N)
_P_ALONE, _P_TWICE = 1.96 * math.sqrt(_P / _N), 1.96 * math.sqrt(_P * _P / _N)


class IntervalByHand(NumberQuestion):
    id, digits = "loop/interval_by_hand", 3
    question = (
        "**By hand (a calculator is fine).** A network gets 344 of 360 test images right: 0.956. By chance, another "
        "360 images would have given a little more or less. How far does a 95 % interval reach to each side, by "
        "1.96 · √(p · (1 − p) / n)? Three decimals."
    )
    value = _HALF
    wrong = {
        _HALF / 1.96: "The 1.96 is missing: that is one standard deviation, which holds about two thirds of what "
        "chance does.",
        2 * _HALF: "That is the whole width of the interval. Asked for is how far it reaches to each side.",
        _UNDIVIDED: "The division by n = 360 is missing. With more images the interval becomes narrower.",
        _NO_ROOT: "The root is missing: 0.956 · 0.044 / 360 is about 0.00012, and its root 0.011.",
        _N_OUTSIDE: "n belongs under the root, too: divide by 360 first, then take the root.",
        _ROOT_OF_N: "You took the root of n alone. It is the root of the whole fraction.",
        _P_ALONE: "You left out the factor 1 − p. How much chance does is largest at p = ½ and small near 1.",
        _P_TWICE: "That has p · p under the root. The second factor is 1 − p, which is only 0.044.",
    }
