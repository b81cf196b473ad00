package main

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// busy returns the share of the machine's processor time that other programs use, in percent, over one second. It
// returns an error if the system does not say. Time that a hypervisor takes away counts as used.
func busy(ctx context.Context) (float64, error) {
	all, idle, err := processorTime()
	if err != nil {
		return 0, err
	}
	select {
	case <-ctx.Done():
		return 0, ctx.Err()
	case <-time.After(time.Second):
	}
	allThen, idleThen, err := processorTime()
	if err != nil {
		return 0, err
	}
	return share(allThen-all, idleThen-idle), nil
}

// share returns the part of all that is not idle, in percent.
func share(all, idle float64) float64 {
	if all <= 0 {
		return 0
	}
	return 100 * (all - idle) / all
}

// processorTime returns the time of all cores since the start of the system, and their idle time, in ticks of the
// kernel.
func processorTime() (all, idle float64, err error) {
	const path = "/proc/stat"
	text, err := os.ReadFile(path)
	if err != nil {
		return 0, 0, err
	}
	line, _, _ := strings.Cut(string(text), "\n")
	words := strings.Fields(line)
	if len(words) < 9 || words[0] != "cpu" {
		return 0, 0, fmt.Errorf("%s begins with %q, expected the times of all processors", path, line)
	}
	for i, word := range words[1:9] { // user, nice, system, idle, iowait, irq, softirq, steal
		ticks, err := strconv.ParseFloat(word, 64)
		if err != nil {
			return 0, 0, fmt.Errorf("%s: %w", path, err)
		}
		all += ticks
		if i == 3 || i == 4 {
			idle += ticks
		}
	}
	return all, idle, nil
}
