package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"actmax/data"
	"actmax/internal/filelock"
)

func TestStalledServer(t *testing.T) {
	b := content(9, 50_000)
	tries := 0
	url, _ := server(t, func(w http.ResponseWriter, r *http.Request) {
		if tries++; tries == 1 {
			breaking(b, 1000, true)(w, r)
			w.(http.Flusher).Flush()
			<-r.Context().Done() // the client hangs up
			return
		}
		serve(b)(w, r)
	})
	o := quick()
	o.Stall = 50 * time.Millisecond
	var heard error
	o.Retry = func(err error, _ time.Duration) { heard = err }
	dest := filepath.Join(t.TempDir(), "test.zip")
	if err := Fetch(context.Background(), sourceOf(url, b), dest, o); err != nil {
		t.Fatal(err)
	}
	whole(t, dest, b)
	if heard == nil || !strings.Contains(heard.Error(), "no byte for") {
		t.Errorf("told of %v", heard)
	}
}

func TestOffline(t *testing.T) {
	s, err := data.SourceOf("dsads")
	if err != nil {
		t.Fatal(err)
	}
	s.URL = "http://no-such-host.invalid/dsads.zip"
	t.Setenv("XDG_DATA_HOME", t.TempDir())
	dest, err := Dest(s)
	if err != nil {
		t.Fatal(err)
	}
	o := quick()
	o.Client = &http.Client{Transport: &http.Transport{}} // whatever proxy this machine has
	err = Fetch(context.Background(), s, dest, o)
	byHand(t, err, s, dest)
	alone(t, dest)
}

func TestAnotherFileIsInTheWay(t *testing.T) {
	b := content(10, 100)
	url, requests := server(t, serve(b))
	dest := filepath.Join(t.TempDir(), "test.zip")
	if err := os.WriteFile(dest, []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	err := Fetch(context.Background(), sourceOf(url, b), dest, quick())
	var fault *data.InputError
	if !errors.As(err, &fault) || requests.Load() != 0 {
		t.Errorf("%d requests, error %v", requests.Load(), err)
	}
	if got, _ := os.ReadFile(dest); string(got) != "mine" {
		t.Error("it was overwritten")
	}
}

func TestTwoAtOnce(t *testing.T) {
	b := content(11, 10_000)
	url, _ := server(t, serve(b))
	dest := filepath.Join(t.TempDir(), "test.zip")
	other, err := filelock.Claim(dest + ".lock")
	if err != nil {
		t.Fatal(err)
	}
	defer other.Release()
	if err := Fetch(context.Background(), sourceOf(url, b), dest, quick()); err == nil ||
		!strings.Contains(err.Error(), "another process") {
		t.Errorf("got %v", err)
	}
}

func TestUnwritable(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := Fetch(context.Background(), sourceOf("http://unused.invalid", nil), filepath.Join(file, "test.zip"),
		quick()); err == nil {
		t.Error("no error")
	}
}

// net/http reads the proxy variables once a process, so this one runs in a process of its own.
func TestProxyVariables(t *testing.T) {
	b := content(12, 5000)
	if os.Getenv("ACTMAX_TEST_PROXIED") != "" {
		s := sourceOf("http://archive.invalid/test.zip", b)
		if err := Fetch(context.Background(), s, os.Getenv("ACTMAX_TEST_PROXIED"), quick()); err != nil {
			t.Fatal(err)
		}
		return
	}
	asked := ""
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = r.URL.String()
		serve(b)(w, r)
	}))
	defer proxy.Close()
	dest := filepath.Join(t.TempDir(), "test.zip")
	run := exec.Command(os.Args[0], "-test.run=^TestProxyVariables$")
	run.Env = append(os.Environ(), "ACTMAX_TEST_PROXIED="+dest, "HTTP_PROXY="+proxy.URL, "http_proxy="+proxy.URL,
		"NO_PROXY=", "no_proxy=")
	if out, err := run.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	whole(t, dest, b)
	if asked != "http://archive.invalid/test.zip" {
		t.Errorf("the proxy was asked for %q", asked)
	}
}

func ExampleFetch() {
	b := []byte("an archive")
	s := httptest.NewServer(serve(b))
	defer s.Close()
	dir, err := os.MkdirTemp("", "fetch")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	dest := filepath.Join(dir, "archive.zip")
	err = Fetch(context.Background(), sourceOf(s.URL, b), dest, Options{
		Progress: func(done, total int64) { fmt.Printf("%d of %d bytes\n", done, total) },
	})
	fmt.Println(err)
	// Output:
	// 10 of 10 bytes
	// <nil>
}
