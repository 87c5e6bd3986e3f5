package recording_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"wxtool/internal/exchange"
	"wxtool/internal/lockedfile"
	"wxtool/internal/record"
	"wxtool/internal/record/recording"
)

// push is an exchange whose record has about 400 bytes.
func push(name string) *record.Record {
	return &record.Record{
		Kind: record.Push, Name: name,
		Exchange: exchange.Exchange{
			Start: time.Date(2026, 11, 28, 0, 0, 0, 0, time.UTC), Request: exchange.Request{Method: "POST", URL: "/", Body: []byte(strings.Repeat("x", 200))},
			Response: &exchange.Response{Status: 200},
		},
	}
}

func open(t *testing.T, path string, o recording.Options) *recording.File {
	t.Helper()
	f, err := recording.Open(path, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// read returns the number and name of each record, and ! for a line that is cut.
func read(t *testing.T, path string) string {
	t.Helper()
	var all []string
	for r, err := range recording.Read(path, nil) {
		switch {
		case errors.Is(err, record.ErrCut):
			all = append(all, "!")
		case err != nil:
			t.Fatal(err)
		default:
			all = append(all, fmt.Sprint(r.Seq, r.Name))
		}
	}
	return strings.Join(all, " ")
}

func write(t *testing.T, f *recording.File, names ...string) {
	t.Helper()
	for _, name := range names {
		if err := f.Write(push(name)); err != nil {
			t.Fatal(err)
		}
	}
}

// TestRotation: no file is larger than the limit unless one record is, the oldest are
// removed, and numbers go on, also after the recorder was started again.
func TestRotation(t *testing.T) {
	path := filepath.Join(t.TempDir(), "r.jsonl")
	options := recording.Options{MaxSize: 900, Keep: 2} // two records each
	f := open(t, path, options)
	write(t, f, "a", "b", "c", "d", "e", "f", "g")
	if got := read(t, path); got != "3c 4d 5e 6f 7g" {
		t.Errorf("kept are %s", got)
	}
	for _, name := range []string{"r.jsonl", "r.jsonl.1", "r.jsonl.2"} {
		info, err := os.Stat(filepath.Join(filepath.Dir(path), name))
		if err != nil || info.Size() > 900 || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", name, info, err)
		}
	}
	if _, err := os.Stat(path + ".3"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file too many: %v", err)
	}
	f.Close()
	os.Rename(path, path+".1") // as if it was killed before it began a new file
	f = open(t, path, options)
	large := push("large")
	large.Exchange.Request.Body = []byte(strings.Repeat("y", 2000))
	if err := f.Write(large); err != nil {
		t.Fatal(err)
	}
	write(t, f, "z")
	if got := read(t, path); got != "7g 8large 9z" {
		t.Errorf("kept are %s", got)
	}
}

// TestKilledWhileRenaming: whichever renames were made before a crash, all is read, and no
// file is lost when the next one is begun.
func TestKilledWhileRenaming(t *testing.T) {
	for _, gap := range []int{1, 2, 3} {
		path := filepath.Join(t.TempDir(), "r.jsonl")
		options := recording.Options{MaxSize: 900, Keep: 3} // two records each
		f := open(t, path, options)
		write(t, f, "a", "b", "c", "d", "e", "f")
		f.Close()
		for n := 2; n >= gap; n-- { // as if the file was full, and then killed
			if err := os.Rename(fmt.Sprint(path, ".", n), fmt.Sprint(path, ".", n+1)); err != nil {
				t.Fatal(err)
			}
		}
		if got := read(t, path); got != "1a 2b 3c 4d 5e 6f" {
			t.Errorf("without file %d: %s", gap, got)
		}
		write(t, open(t, path, options), "g")
		if got := read(t, path); got != "1a 2b 3c 4d 5e 6f 7g" {
			t.Errorf("without file %d, then: %s", gap, got)
		}
	}
}

// TestContinued: half a line that a crash left stays on a line of its own, and is no
// record. Numbers continue those of the last whole record.
func TestContinued(t *testing.T) {
	path := filepath.Join(t.TempDir(), "r.jsonl")
	f := open(t, path, recording.Options{})
	write(t, f, "a", "b")
	f.Close()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	last := strings.LastIndexByte(strings.TrimSpace(string(data)), '\n') + 1
	for cut := last + 1; cut < len(data); cut += 7 {
		if err := os.WriteFile(path, data[:cut], 0o600); err != nil {
			t.Fatal(err)
		}
		if got := read(t, path); got != "1a !" && cut < len(data)-1 {
			t.Errorf("cut at %d: %s", cut, got)
		}
		f := open(t, path, recording.Options{})
		write(t, f, "c")
		f.Close()
		if got := read(t, path); got != "1a ! 2c" && cut < len(data)-1 {
			t.Errorf("cut at %d, continued: %s", cut, got)
		}
	}
}

// TestContinuesOldVersions, whose lines have no numbers.
func TestContinuesOldVersions(t *testing.T) {
	path := filepath.Join(t.TempDir(), "r.jsonl")
	const line = `{"version":1,"time":"2026-11-28T00:00:00Z","duration_ms":1,"method":"POST","url":"/","header":{},"status":200,"reply":"${wxtool:token}"}` + "\n"
	if err := os.WriteFile(path, []byte(line+"\n"+line), 0o600); err != nil {
		t.Fatal(err)
	}
	f := open(t, path, recording.Options{})
	if r := push("a"); f.Write(r) != nil || r.Seq != 3 {
		t.Errorf("number %d", r.Seq)
	}
}

// TestLongLinesBeforeTheEnd: the last number is found, wherever it is.
func TestLongLinesBeforeTheEnd(t *testing.T) {
	path := filepath.Join(t.TempDir(), "r.jsonl")
	f := open(t, path, recording.Options{})
	write(t, f, "a")
	large := push("large")
	large.Exchange.Request.Body = []byte(strings.Repeat("y", 3<<20))
	if err := f.Write(large); err != nil {
		t.Fatal(err)
	}
	f.Close()
	file, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprint(file, `{"version":2,"seq":3,"body":"`, strings.Repeat("z", 1<<20))
	file.Close()
	f = open(t, path, recording.Options{})
	if r := push("b"); f.Write(r) != nil || r.Seq != 3 {
		t.Errorf("number %d", r.Seq)
	}
}

func TestOneWriterAtATime(t *testing.T) {
	path := filepath.Join(t.TempDir(), "r.jsonl")
	f := open(t, path, recording.Options{})
	if _, err := recording.Open(path, recording.Options{}); !errors.Is(err, lockedfile.ErrBusy) {
		t.Errorf("the error of a second one is %v", err)
	}
	f.Close()
	open(t, path, recording.Options{})
}

// TestDevice: a device is written to, and never renamed.
func TestDevice(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("no /dev/full")
	}
	if err := open(t, "/dev/null", recording.Options{}).Write(push("a")); err != nil {
		t.Error(err)
	}
	f := open(t, "/dev/full", recording.Options{})
	if r := push("a"); f.Write(r) == nil || r.Seq != 0 {
		t.Errorf("written to a full device as %d", r.Seq)
	}
	if _, err := recording.Open("/dev/null", recording.Options{MaxSize: 1}); !errors.Is(err, lockedfile.ErrNotRegular) {
		t.Errorf("rotation of a device: %v", err)
	}
}

func TestNoFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "none")
	for r, err := range recording.Read(path, nil) {
		if r != nil || !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%v, %v", r, err)
		}
	}
	if _, err := recording.Open(filepath.Join(path, "r.jsonl"), recording.Options{}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a folder that does not exist: %v", err)
	}
	folder := t.TempDir()
	if _, err := recording.Open(folder, recording.Options{}); !errors.Is(err, lockedfile.ErrFolder) {
		t.Errorf("a folder: %v", err)
	}
	if names, _ := filepath.Glob(filepath.Join(filepath.Dir(folder), ".*")); len(names) > 0 {
		t.Errorf("beside the folder there is %s", names)
	}
}

// TestAnotherFile: a file that is no recording, such as a source file that was named by
// mistake, is not appended to. Half a first line is a recording.
func TestAnotherFile(t *testing.T) {
	for content, want := range map[string]error{"package main\n": recording.ErrOther, "<xml/>": recording.ErrOther, "": nil, "\n": nil, `{"vers`: nil} {
		path := filepath.Join(t.TempDir(), "main.go")
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		f, err := recording.Open(path, recording.Options{})
		if !errors.Is(err, want) {
			t.Errorf("%q: %v", content, err)
		}
		if err == nil {
			f.Close()
		}
		if now, err := os.ReadFile(path); err != nil || string(now) != content {
			t.Errorf("%q is now %q, %v", content, now, err)
		}
	}
}
