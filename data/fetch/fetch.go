// Package fetch downloads the archives of public data sets: it continues where it broke off, and accepts nothing but
// the bytes whose checksum is known.
package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"actmax/data"
	"actmax/data/internal/checksum"
	"actmax/internal/filelock"
)

// Options say how to download. The zero value is usable.
type Options struct {
	Progress func(done, total int64) // bytes so far, including those of an earlier start; nil: silent
	Client   *http.Client            // nil: one that honours HTTP_PROXY, HTTPS_PROXY and NO_PROXY
	Attempts int                     // attempts in a row without a new byte before it fails; 0: 5
	// pause after the n-th such attempt, from 1; nil: 0.5 s doubled each time, at most 30 s
	Wait  func(attempt int) time.Duration
	Stall time.Duration                       // longest time without a byte; 0: 60 s
	Retry func(err error, wait time.Duration) // called after each attempt that failed; nil: silent
}

// Dest returns where the archive of a public data set belongs: its file under data.Home.
func Dest(s data.Source) (string, error) {
	home, err := data.Home()
	if err != nil {
		return "", err
	}
	return filepath.Join(home, s.File), nil
}

// Fetch downloads the archive of s to dest (where data.Find looks: see Dest). It writes to dest + ".part", which an
// interrupted download leaves behind and the next one continues; only a file of the right SHA-256 gets the name dest.
// A file of another checksum is removed: it can neither be used nor continued. If dest holds the right file already,
// nothing is downloaded; if it holds another, it is left alone and the error says so.
//
// Where the archive cannot be had, the lines of the error, a *data.Explained, say what to download by hand, its size and checksum,
// and where to put it.
// An interrupted download returns an *Interrupted that wraps ctx.Err().
func Fetch(ctx context.Context, s data.Source, dest string, o Options) error {
	if o.Client == nil {
		o.Client = client()
		defer o.Client.CloseIdleConnections()
	}
	o = o.normal()
	switch sum, err := checksum.File(ctx, dest); {
	case err == nil && sum == s.SHA256:
		return nil
	case err == nil:
		return &data.InputError{
			Path: dest,
			Problem: fmt.Sprintf("is there, but is not the archive of %s: expected sha256 %s, found %s", s.Title,
				s.SHA256, sum),
			Advice: "move it away and fetch again",
		}
	case ctx.Err() != nil:
		return ctx.Err()
	case !errors.Is(err, os.ErrNotExist):
		return fmt.Errorf("%w; give another destination", err)
	}
	if err := os.MkdirAll(filepath.Dir(dest), 0o755); err != nil {
		return fmt.Errorf("%w; set XDG_DATA_HOME to a folder that can be written", err)
	}
	lock, err := filelock.Claim(dest + ".lock")
	if errors.Is(err, filelock.ErrBusy) {
		return fmt.Errorf("%s is being downloaded by another process; wait for it", dest)
	}
	if err != nil {
		return fmt.Errorf("%w; set XDG_DATA_HOME to a folder that can be written", err)
	}
	defer lock.Release()
	part, err := os.OpenFile(dest+".part", os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return fmt.Errorf("%w; set XDG_DATA_HOME to a folder that can be written", err)
	}
	defer part.Close()
	return (&download{s: s, dest: dest, o: o, part: part}).run(ctx)
}

// Interrupted is a download that was cancelled; the next one continues it.
type Interrupted struct {
	Done, Size int64  // bytes
	Part       string // the file that holds the bytes so far
	Cause      error
}

func (e *Interrupted) Error() string {
	return fmt.Sprintf("%d of %d bytes are in %s; run the same command again to continue", e.Done, e.Size, e.Part)
}

func (e *Interrupted) Unwrap() error { return e.Cause }

func client() *http.Client {
	return &http.Client{Transport: &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           (&net.Dialer{Timeout: 15 * time.Second}).DialContext,
		TLSHandshakeTimeout:   15 * time.Second,
		ResponseHeaderTimeout: 60 * time.Second,
		DisableCompression:    true, // ranges count the archive's own bytes
		ForceAttemptHTTP2:     true,
	}}
}

func (o Options) normal() Options {
	if o.Attempts <= 0 {
		o.Attempts = 5
	}
	if o.Wait == nil {
		o.Wait = func(attempt int) time.Duration {
			return min(500*time.Millisecond<<min(attempt-1, 10), 30*time.Second)
		}
	}
	if o.Stall <= 0 {
		o.Stall = 60 * time.Second
	}
	return o
}

type download struct {
	s    data.Source
	dest string
	o    Options
	part *os.File
}

// errFinal marks an answer that another attempt will not change.
type errFinal struct{ error }

func (e errFinal) Unwrap() error { return e.error }

func (d *download) run(ctx context.Context) error {
	kept, err := d.size()
	if err != nil {
		return err
	}
	if kept > d.s.Size {
		kept = 0
		if err := d.part.Truncate(0); err != nil {
			return err
		}
	}
	furthest, idle := kept, 0
	for {
		err := d.try(ctx)
		now, sizeErr := d.size()
		if sizeErr != nil {
			return sizeErr
		}
		if err == nil {
			sum, err := d.finish(ctx)
			if err != nil || sum == d.s.SHA256 {
				return err
			}
			if kept > 0 {
				// The part of an earlier start may be at fault: download once more from the beginning.
				kept, furthest, idle = 0, 0, 0
				if err := d.part.Truncate(0); err != nil {
					return err
				}
				continue
			}
			return d.wrongFile(fmt.Sprintf("sha256 %s", sum))
		}
		var final errFinal
		switch {
		case ctx.Err() != nil:
			return &Interrupted{Done: now, Size: d.s.Size, Part: d.dest + ".part", Cause: ctx.Err()}
		case errors.As(err, &final):
			return d.failed(final.error, now)
		}
		if idle++; now > furthest {
			furthest, idle = now, 0
		}
		if idle >= d.o.Attempts {
			return d.failed(err, now)
		}
		wait := d.o.Wait(max(idle, 1))
		if d.o.Retry != nil {
			d.o.Retry(err, wait)
		}
		select {
		case <-time.After(wait):
		case <-ctx.Done():
		}
	}
}

// try makes one request for what is missing and writes what it receives. nil: the part file has its full size.
func (d *download) try(ctx context.Context) error {
	from, err := d.size()
	if err != nil {
		return errFinal{err}
	}
	if from == d.s.Size {
		return nil
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	stalled := time.AfterFunc(d.o.Stall, func() { cancel(fmt.Errorf("no byte for %v", d.o.Stall)) })
	defer stalled.Stop()

	req, err := http.NewRequestWithContext(ctx, http.MethodGet, d.s.URL, nil)
	if err != nil {
		return errFinal{err}
	}
	if from > 0 {
		req.Header.Set("Range", fmt.Sprintf("bytes=%d-", from))
	}
	res, err := d.o.Client.Do(req)
	if err != nil {
		if cause := context.Cause(ctx); cause != nil {
			return cause
		}
		var dns *net.DNSError
		if errors.As(err, &dns) && dns.IsNotFound {
			return errFinal{dns} // no network, or no such server
		}
		var at *url.Error // names the address again
		if errors.As(err, &at) {
			return at.Err
		}
		return err
	}
	defer res.Body.Close()
	if from, err = d.start(res, from); err != nil {
		return err
	}
	if _, err := d.part.Seek(from, io.SeekStart); err != nil {
		return errFinal{err}
	}
	buf := make([]byte, 256<<10)
	for {
		stalled.Reset(d.o.Stall)
		n, err := res.Body.Read(buf)
		if from+int64(n) > d.s.Size {
			d.drop()
			return errFinal{fmt.Errorf("the server sends more than the expected %d bytes: it is another file",
				d.s.Size)}
		}
		if n > 0 {
			if _, err := d.part.Write(buf[:n]); err != nil {
				return errFinal{err}
			}
			from += int64(n)
			if d.o.Progress != nil {
				d.o.Progress(from, d.s.Size)
			}
		}
		switch {
		case err == io.EOF && from == d.s.Size:
			return nil
		case err == io.EOF:
			return fmt.Errorf("the connection ended at %d of %d bytes", from, d.s.Size)
		case err != nil:
			if cause := context.Cause(ctx); cause != nil {
				return cause
			}
			return err
		}
	}
}

// start reads the head of an answer and returns the offset that its body begins at.
func (d *download) start(res *http.Response, from int64) (int64, error) {
	switch code := res.StatusCode; {
	case code == http.StatusPartialContent:
		var first, last, total int64
		if _, err := fmt.Sscanf(res.Header.Get("Content-Range"), "bytes %d-%d/%d", &first, &last, &total); err == nil &&
			total != d.s.Size {
			d.drop()
			return 0, d.wrongSize(total)
		}
		if first != from {
			d.drop()
			return 0, fmt.Errorf("the server answered another part (%q) than the one asked for",
				res.Header.Get("Content-Range"))
		}
		return from, nil
	case code == http.StatusOK: // the whole file: the first try, or a server that ignores ranges
		if res.ContentLength >= 0 && res.ContentLength != d.s.Size {
			d.drop()
			return 0, d.wrongSize(res.ContentLength)
		}
		if err := d.part.Truncate(0); err != nil {
			return 0, errFinal{err}
		}
		return 0, nil
	case code == http.StatusRequestedRangeNotSatisfiable:
		d.drop()
		return 0, d.wrongSize(-1)
	case code >= 500 || code == http.StatusTooManyRequests || code == http.StatusRequestTimeout:
		return 0, fmt.Errorf("the server answered %s", res.Status)
	default:
		return 0, errFinal{fmt.Errorf("the server answered %s", res.Status)}
	}
}

// finish checks the whole file and gives it its name if the checksum is right.
func (d *download) finish(ctx context.Context) (sum string, err error) {
	if err := d.part.Sync(); err != nil {
		return "", err
	}
	sum, err = checksum.File(ctx, d.part.Name())
	if err != nil || sum != d.s.SHA256 {
		return sum, err
	}
	if err := d.part.Close(); err != nil { // an open file cannot be renamed on every system
		return sum, err
	}
	return sum, os.Rename(d.part.Name(), d.dest)
}

// drop forgets what was received: it belongs to another file. The file itself stays open; failed removes it when empty.
func (d *download) drop() { d.part.Truncate(0) }

func (d *download) wrongSize(size int64) error {
	if size < 0 {
		return errFinal{fmt.Errorf("the server has a shorter file than the expected %d bytes: it is another file",
			d.s.Size)}
	}
	return errFinal{fmt.Errorf("the server has a file of %d bytes, expected %d: it is another file", size, d.s.Size)}
}

func (d *download) wrongFile(found string) error {
	d.drop()
	return d.failed(fmt.Errorf("the server sent another file: expected sha256 %s, found %s (removed)", d.s.SHA256,
		found), 0)
}

func (d *download) failed(err error, kept int64) error {
	if info, statErr := os.Stat(d.part.Name()); statErr == nil && info.Size() == 0 {
		os.Remove(d.part.Name())
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s could not be downloaded: ", d.s.Title)
	if kept > 0 {
		fmt.Fprintf(&b, "stopped at %d of %d bytes (kept; fetching again continues): ", kept, d.s.Size)
	}
	return &data.Explained{Err: fmt.Errorf("%s%w", b.String(), err), Lines: data.ByHand(d.s, d.dest)}
}

func (d *download) size() (int64, error) {
	info, err := d.part.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}
