package fetch

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"actmax/data"
)

// content is what a server of these tests has.
func content(seed uint64, n int) []byte {
	rng := rand.New(rand.NewPCG(seed, 1))
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(rng.Uint32())
	}
	return b
}

func sourceOf(url string, b []byte) data.Source {
	sum := sha256.Sum256(b)
	return data.Source{Name: "test", Title: "Test", URL: url, File: "test.zip", Size: int64(len(b)),
		SHA256: hex.EncodeToString(sum[:])}
}

func quick() Options { return Options{Wait: func(int) time.Duration { return 0 }} }

// server counts requests and answers with h.
func server(t *testing.T, h http.HandlerFunc) (url string, requests *atomic.Int32) {
	t.Helper()
	requests = &atomic.Int32{}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requests.Add(1)
		h(w, r)
	}))
	t.Cleanup(s.Close)
	return s.URL + "/test.zip", requests
}

// serve answers as a good server does, ranges included.
func serve(b []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(b))
	}
}

// breaking announces everything that is asked for and sends at most n bytes of it.
func breaking(b []byte, n int, ranges bool) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		from := 0
		if ranges {
			fmt.Sscanf(r.Header.Get("Range"), "bytes=%d-", &from)
		}
		w.Header().Set("Content-Length", strconv.Itoa(len(b)-from))
		if from > 0 {
			w.Header().Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", from, len(b)-1, len(b)))
			w.WriteHeader(http.StatusPartialContent)
		}
		w.Write(b[from:min(from+n, len(b))])
	}
}

func whole(t *testing.T, dest string, want []byte) {
	t.Helper()
	got, err := os.ReadFile(dest)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s holds %d bytes (%v), want the file of %d", dest, len(got), err, len(want))
	}
	alone(t, dest)
}

// alone checks that the folder of dest holds nothing else.
func alone(t *testing.T, dest string) {
	t.Helper()
	entries, _ := os.ReadDir(filepath.Dir(dest))
	for _, e := range entries {
		if e.Name() != filepath.Base(dest) {
			t.Errorf("left %s behind", e.Name())
		}
	}
}

func TestDownloadOnce(t *testing.T) {
	b := content(1, 700_000)
	url, requests := server(t, serve(b))
	dest := filepath.Join(t.TempDir(), "new", "folder", "test.zip")
	o := quick()
	last := int64(0)
	o.Progress = func(done, total int64) {
		if done <= last || total != int64(len(b)) {
			t.Errorf("progress %d of %d after %d", done, total, last)
		}
		last = done
	}
	for range 2 { // the second time it is there already
		if err := Fetch(context.Background(), sourceOf(url, b), dest, o); err != nil {
			t.Fatal(err)
		}
		whole(t, dest, b)
	}
	if requests.Load() != 1 || last != int64(len(b)) {
		t.Errorf("%d requests, progress ended at %d", requests.Load(), last)
	}
}

func TestGoesOnWhereItBrokeOff(t *testing.T) {
	b := content(2, 500_000)
	url, requests := server(t, breaking(b, 60_000, true))
	dest := filepath.Join(t.TempDir(), "test.zip")
	if err := Fetch(context.Background(), sourceOf(url, b), dest, quick()); err != nil {
		t.Fatal(err)
	}
	whole(t, dest, b)
	if n := requests.Load(); n != 9 { // 9 · 60,000 > 500,000: nothing was fetched twice
		t.Errorf("%d requests", n)
	}
}

func TestServerThatIgnoresRanges(t *testing.T) {
	b := content(3, 300_000)
	tries := 0
	url, _ := server(t, func(w http.ResponseWriter, r *http.Request) {
		if tries++; tries < 4 {
			breaking(b, 50_000*tries, false)(w, r)
			return
		}
		w.Write(b) // 200 from the start, whatever was asked for
	})
	dest := filepath.Join(t.TempDir(), "test.zip")
	if err := Fetch(context.Background(), sourceOf(url, b), dest, quick()); err != nil {
		t.Fatal(err)
	}
	whole(t, dest, b)
}

func TestInterruptedAndResumedLater(t *testing.T) {
	b := content(4, 400_000)
	ctx, cancel := context.WithCancel(context.Background())
	url, _ := server(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Range") == "" {
			breaking(b, 100_000, true)(w, r)
			w.(http.Flusher).Flush()
			<-r.Context().Done() // until the client hangs up
			return
		}
		serve(b)(w, r)
	})
	dest := filepath.Join(t.TempDir(), "test.zip")
	s := sourceOf(url, b)
	o := quick()
	o.Progress = func(int64, int64) { cancel() }
	err := Fetch(ctx, s, dest, o)
	var stopped *Interrupted
	if !errors.Is(err, context.Canceled) || !errors.As(err, &stopped) || stopped.Done == 0 || stopped.Part != dest+".part" || !strings.Contains(err.Error(), stopped.Part) {
		t.Fatalf("interrupted: %v", err)
	}
	if _, err := os.Stat(dest); err == nil {
		t.Fatal("an unfinished file has the final name")
	}
	if err := Fetch(context.Background(), s, dest, quick()); err != nil {
		t.Fatal(err)
	}
	whole(t, dest, b)
}

func TestPartOfAnotherFileIsThrownAway(t *testing.T) {
	b := content(5, 200_000)
	url, _ := server(t, serve(b))
	for name, part := range map[string][]byte{"other bytes": content(6, 80_000), "too long": content(6, 200_001),
		"full length": content(6, 200_000)} {
		dest := filepath.Join(t.TempDir(), "test.zip")
		if err := os.WriteFile(dest+".part", part, 0o644); err != nil {
			t.Fatal(err)
		}
		if err := Fetch(context.Background(), sourceOf(url, b), dest, quick()); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		whole(t, dest, b)
	}
}

func TestFailures(t *testing.T) {
	b := content(7, 100_000)
	for name, c := range map[string]struct {
		answer   http.HandlerFunc
		say      string
		requests int32
	}{
		"another file of that size": {serve(content(8, 100_000)), "the server sent another file", 1},
		"a shorter file":            {serve(b[:90_000]), "a file of 90000 bytes, expected 100000", 1},
		"a longer file": {serve(append(content(7, 100_000), 1)), "a file of 100001 bytes, expected 100000",
			1},
		"a page instead": {func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("<html>log in</html>")) },
			"a file of 19 bytes", 1},
		"endless": {func(w http.ResponseWriter, _ *http.Request) {
			for range 100 {
				if _, err := w.Write(b[:10_000]); err != nil {
					return
				}
				w.(http.Flusher).Flush()
			}
		}, "more than the expected 100000 bytes", 1},
		"gone": {http.NotFound, "404 Not Found", 1},
		"busy": {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(503) },
			"503 Service Unavailable", 5},
		"never further": {breaking(b, 30_000, false), "stopped at 30000 of 100000 bytes (kept; ", 6},
		"another part": {func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Range") == "" {
				breaking(b, 10, true)(w, r)
				return
			}
			w.Header().Set("Content-Range", "bytes 5-99999/100000")
			w.WriteHeader(http.StatusPartialContent)
		}, "answered another part", -1},
		"a part of another file": {func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Range") == "" {
				breaking(b, 10, true)(w, r)
				return
			}
			w.Header().Set("Content-Range", "bytes 10-77/78")
			w.WriteHeader(http.StatusPartialContent)
		}, "a file of 78 bytes", 2},
	} {
		url, requests := server(t, c.answer)
		dest := filepath.Join(t.TempDir(), "test.zip")
		s := sourceOf(url, b)
		err := Fetch(context.Background(), s, dest, quick())
		if err == nil {
			t.Errorf("%s: no error", name)
			continue
		}
		if !strings.Contains(err.Error(), c.say) || strings.Contains(err.Error(), url) {
			t.Errorf("%s: want %q in short: %v", name, c.say, err)
		}
		byHand(t, err, s, dest)
		if n := requests.Load(); c.requests >= 0 && n != c.requests {
			t.Errorf("%s: %d requests, want %d", name, n, c.requests)
		}
		if _, err := os.Stat(dest); err == nil {
			t.Errorf("%s: the file was accepted", name)
		}
		if !strings.Contains(err.Error(), "kept") {
			alone(t, dest)
		}
	}
}

// byHand checks that an error has lines that say what to download by hand, and where to put it.
func byHand(t *testing.T, err error, s data.Source, dest string) {
	t.Helper()
	var more *data.Explained
	if !errors.As(err, &more) {
		t.Fatalf("nothing is explained: %v", err)
	}
	all := strings.Join(more.Lines, "\n")
	for _, want := range []string{s.URL, dest, fmt.Sprintf("bytes   %d", s.Size), s.SHA256} {
		if !strings.Contains(all, want) {
			t.Errorf("the lines after %v do not say %q: %s", err, want, all)
		}
	}
}
