#!/usr/bin/env python3
"""Writes words.npz: four segments as numpy saves them, float64 [n][time][axes], with strings for y and subject.

X[n][t][a] = n + t/100 + a/10. Run with numpy installed, in this folder: python3 make.py
"""
import numpy as np

n, t, a = np.meshgrid(np.arange(4), np.arange(8), np.arange(3), indexing="ij")
np.savez_compressed(
    "words.npz",
    X=n + t / 100 + a / 10,
    y=np.array(["walk", "sit", "walk", "läuft"]),
    subject=np.array(["bo", "al", "cy", "bo"]),
    fs=np.float64(51.2),
)
