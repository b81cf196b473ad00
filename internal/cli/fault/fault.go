// Package fault holds the errors that end a command: how each is told and which exit code it has.
package fault

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"actmax/data"
	"actmax/internal/config"
	"actmax/internal/setting"
	"actmax/model/train"
)

// Exit codes of contract.md.
const (
	ExitDone        = 0
	ExitFailed      = 1
	ExitInput       = 2 // usage or unusable input
	ExitInterrupted = 3 // interrupted with work saved
)

// InputError is input that cannot be used: exit code 2.
type InputError struct{ Err error }

func (e *InputError) Error() string { return e.Err.Error() }
func (e *InputError) Unwrap() error { return e.Err }

// Unusable returns an *InputError with a message.
func Unusable(format string, args ...any) error { return &InputError{fmt.Errorf(format, args...)} }

// FlagValue returns the error of a flag whose value a setting refuses: the flag is named, not the setting behind it.
func FlagValue(flag string, err error) error {
	var e *setting.Error
	if errors.As(err, &e) {
		return Unusable("%s %s %s; expected %s", flag, e.Value, e.Problem, e.Allowed)
	}
	return Unusable("%s: %w", flag, err)
}

// Interrupted is an interrupt after which the work so far is safe: exit code 3.
type Interrupted struct {
	Saved string // where the work is and how to continue
	Hung  bool   // standard error may be a terminal that takes no bytes
	Cause error  // nil: none
}

func (e *Interrupted) Error() string { return "interrupted: " + e.Saved }
func (e *Interrupted) Unwrap() error { return e.Cause }

// Code returns the exit code of a command's error.
func Code(err error) int {
	var (
		input   *InputError
		stop    *Interrupted
		dataset *data.InputError
		file    *config.FileError
		value   *setting.Error
		unknown *setting.UnknownError
		mix     *train.MismatchError
		trained *train.Interrupted
	)
	switch {
	case err == nil:
		return ExitDone
	case errors.As(err, &stop), errors.As(err, &trained) && trained.State != "":
		return ExitInterrupted
	case errors.As(err, &input), errors.As(err, &dataset), errors.As(err, &file), errors.As(err, &value),
		errors.As(err, &unknown), errors.As(err, &mix):
		return ExitInput
	}
	return ExitFailed
}

// hungWait is how long Print waits for a terminal that may take no bytes.
const hungWait = 500 * time.Millisecond

// Print writes an error for the user.
func Print(w io.Writer, err error) {
	var stop *Interrupted
	if !errors.As(err, &stop) || !stop.Hung {
		fmt.Fprintln(w, "actmax:", message(err))
		return
	}
	written := make(chan struct{})
	go func() {
		defer close(written)
		defer func() { _ = recover() }() // the process is about to end
		fmt.Fprintln(w, "actmax:", message(err))
	}()
	select {
	case <-written:
	case <-time.After(hungWait):
	}
}

// message is the text of an error for the user.
func message(err error) string {
	if Code(err) == ExitFailed && errors.Is(err, context.Canceled) {
		return "interrupted; no result was written"
	}
	text := err.Error()
	var more *data.Explained
	if errors.As(err, &more) {
		text += "\n  " + strings.Join(more.Lines, "\n  ")
	}
	return text
}
