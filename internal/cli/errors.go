package cli

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
	exitDone        = 0
	exitFailed      = 1
	exitInput       = 2 // usage or unusable input
	exitInterrupted = 3 // interrupted with work saved
)

// inputError is input that cannot be used: exit code 2.
type inputError struct{ err error }

func (e *inputError) Error() string { return e.err.Error() }
func (e *inputError) Unwrap() error { return e.err }

// unusable makes an *inputError from a message.
func unusable(format string, args ...any) error { return &inputError{fmt.Errorf(format, args...)} }

// flagValue refuses the value of a flag that stands for a setting: the flag is named, not the setting behind it.
func flagValue(flag string, err error) error {
	var e *setting.Error
	if errors.As(err, &e) {
		return unusable("%s %s %s; expected %s", flag, e.Value, e.Problem, e.Allowed)
	}
	return unusable("%s: %w", flag, err)
}

// interrupted is an interrupt after which the work so far is safe: exit code 3. It says where that is and how to go on.
type interrupted struct {
	saved   string
	unheard bool // standard error may be a terminal that takes no bytes
}

func (e *interrupted) Error() string { return "interrupted: " + e.saved }

// exitCode tells what a command's error means to the caller.
func exitCode(err error) int {
	var (
		input   *inputError
		stop    *interrupted
		dataset *data.InputError
		file    *config.FileError
		value   *setting.Error
		unknown *setting.UnknownError
		mix     *train.MismatchError
		trained *train.Interrupted
	)
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &stop), errors.As(err, &trained) && trained.State != "":
		return exitInterrupted
	case errors.As(err, &input), errors.As(err, &dataset), errors.As(err, &file), errors.As(err, &value), errors.As(err, &unknown), errors.As(err, &mix):
		return exitInput
	}
	return exitFailed
}

// farewell is how long the message of an interrupt waits for a terminal that may take no bytes any more.
const farewell = 500 * time.Millisecond

// tell writes what a person reads of an error.
func tell(w io.Writer, err error) {
	var stop *interrupted
	if !errors.As(err, &stop) || !stop.unheard {
		fmt.Fprintln(w, "actmax:", message(err))
		return
	}
	told := make(chan struct{})
	go func() {
		defer close(told)
		defer func() { _ = recover() }() // the process is about to end
		fmt.Fprintln(w, "actmax:", message(err))
	}()
	select {
	case <-told:
	case <-time.After(farewell):
	}
}

// message is what a person reads of an error.
func message(err error) string {
	if code := exitCode(err); code == exitFailed && errors.Is(err, context.Canceled) {
		return "interrupted; no result was written"
	}
	text := err.Error()
	var more *data.Explained
	if errors.As(err, &more) {
		text += "\n  " + strings.Join(more.Lines, "\n  ")
	}
	return text
}
