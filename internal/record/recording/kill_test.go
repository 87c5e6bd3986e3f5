package recording_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"wxtool/internal/record"
	"wxtool/internal/record/recording"
)

// TestKilled: recorders that are killed, one after the other, lose no record that they
// have acknowledged, however often the file is replaced meanwhile.
func TestKilled(t *testing.T) {
	if path := os.Getenv("RECORDING"); path != "" {
		recordUntilKilled(t, path)
	}
	const rounds, each = 5, 20_000
	path := filepath.Join(t.TempDir(), "r.jsonl")
	acknowledged := map[string]bool{}
	for round := range rounds {
		cmd := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$")
		cmd.Env = append(os.Environ(), "RECORDING="+path, fmt.Sprint("ROUND=", round))
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		names := bufio.NewScanner(out)
		for n := 0; names.Scan(); n++ {
			if !strings.HasPrefix(names.Text(), "round") {
				t.Fatal(names.Text())
			}
			if n == each {
				cmd.Process.Kill()
			}
			acknowledged[names.Text()] = true
		}
		cmd.Wait()
	}
	if len(acknowledged) < rounds*each {
		t.Fatalf("%d records were acknowledged", len(acknowledged))
	}
	last := 0
	for r, err := range recording.Read(path, record.Unrestored()) {
		if err != nil {
			t.Logf("a line that was cut: %v", err)
			continue
		}
		if r.Seq != last+1 {
			t.Fatalf("number %d follows %d", r.Seq, last)
		}
		last = r.Seq
		delete(acknowledged, r.Name)
	}
	if len(acknowledged) > 0 {
		t.Errorf("%d of %d records are lost", len(acknowledged), last)
	}
}

func recordUntilKilled(t *testing.T, path string) {
	f, err := recording.Open(path, recording.Options{MaxSize: 4 << 20, Keep: 100})
	if err != nil {
		t.Fatal(err)
	}
	for n := 0; ; n++ {
		name := "round" + os.Getenv("ROUND") + "-" + strconv.Itoa(n)
		if err := f.Write(push(name)); err != nil {
			t.Fatal(err)
		}
		os.Stdout.WriteString(name + "\n")
	}
}
