package recording_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"wxtool/internal/record/recording"
)

// TestFollow: what is there is read first, then what is written, in order, while the
// file is replaced again and again.
func TestFollow(t *testing.T) {
	path := filepath.Join(t.TempDir(), "r.jsonl")
	f := open(t, path, recording.Options{MaxSize: 900, Keep: 100})
	write(t, f, "a", "b", "c")
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	const last = 40
	var got []string
	for r, err := range recording.Follow(ctx, path, nil) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, r.Name)
		if r.Seq == 3 {
			go func() {
				for n := 4; n <= last; n++ {
					f.Write(push(fmt.Sprint("x", n)))
					if n%8 == 0 {
						time.Sleep(time.Millisecond)
					}
				}
			}()
		}
		if r.Seq == last {
			cancel()
		}
	}
	want := "a b c"
	for n := 4; n <= last; n++ {
		want += fmt.Sprint(" x", n)
	}
	if strings.Join(got, " ") != want {
		t.Errorf("%v", got)
	}
}

// TestFollowWaits for a recording that does not exist yet, and ends with its context.
func TestFollowWaits(t *testing.T) {
	path := filepath.Join(t.TempDir(), "r.jsonl")
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	go func() {
		if f, err := recording.Open(path, recording.Options{}); err == nil {
			f.Write(push("a"))
			f.Close()
		}
	}()
	n := 0
	for r, err := range recording.Follow(ctx, path, nil) {
		if n++; err != nil || r.Name != "a" {
			t.Errorf("%v, %v", r, err)
		}
		cancel()
	}
	if n != 1 {
		t.Errorf("%d records", n)
	}
}
