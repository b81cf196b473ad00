// Package train applies networks to data: training of SF-HF, evaluation on a split by subject, and the statistics of
// every unit's activations over the training segments. What it returns depends on network, data, settings and seed
// alone, never on the number of workers.
package train
