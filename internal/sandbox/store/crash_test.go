package store_test

import (
	"bufio"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"wxtool/internal/sandbox/store"
	"wxtool/internal/sandbox/world"
)

// child starts this test in a process of its own, with the path of a file. A limit is
// the number of blocks that its files may have.
func child(t *testing.T, path, limit string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$")
	if limit != "" {
		shell, err := exec.LookPath("sh")
		if err != nil {
			t.Skip("no shell to limit a process's files: ", err)
		}
		cmd = exec.Command(shell, "-c", "ulimit -f "+limit+` && exec "$0" "$@"`, os.Args[0], "-test.run=^"+t.Name()+"$")
	}
	cmd.Env = append(os.Environ(), "STATE="+path)
	return cmd
}

// TestKilled: a process that is killed at any time has lost no act that it reported as
// done, and the file is good. Acts are made at once, and the file is replaced often.
func TestKilled(t *testing.T) {
	if path := os.Getenv("STATE"); path != "" {
		actUntilKilled(t, path)
	}
	path := filepath.Join(t.TempDir(), "shop.json")
	done := map[string]string{} // the last tag of each user
	total := 0
	for round := range 12 {
		cmd := child(t, path, "")
		cmd.Env = append(cmd.Env, fmt.Sprint("FIRST_TAG=", 100_000_000+round*1_000_000))
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		var once sync.Once
		killed := func() {
			time.Sleep(time.Duration(rand.IntN(60_000)) * time.Microsecond)
			cmd.Process.Kill()
		}
		reports := bufio.NewReader(out)
		for {
			report, err := reports.ReadString('\n')
			if err != nil { // the last one may be cut off
				break
			}
			user, tag, found := strings.Cut(strings.TrimSpace(report), ":")
			if !found || !strings.HasPrefix(user, "u") {
				t.Fatalf("round %d: %s", round, report)
			}
			done[user] = tag
			total++
			once.Do(func() { go killed() })
		}
		cmd.Wait()
		kept := map[string]string{}
		for _, word := range strings.Fields(users(t, path)) {
			user, tag, _ := strings.Cut(word, ":")
			kept[user] = tag
		}
		for user, tag := range done {
			// The next act of the user may be in the file although it was not reported.
			if kept[user] < tag {
				t.Errorf("round %d: %s was given the tag %s, and has %q", round, user, tag, kept[user])
			}
		}
		done = kept
	}
	t.Logf("%d acts in %d bytes", total, len(strings.Join(lines(t, path), "")))
	if total < 100 {
		t.Errorf("only %d acts", total)
	}
}

// actUntilKilled gives users ever higher tags, and prints each when it is kept.
func actUntilKilled(t *testing.T, path string) {
	s := open(t, store.Options{Path: path})
	s.CompactAfter(3000)
	first, err := strconv.ParseInt(os.Getenv("FIRST_TAG"), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	var next atomic.Int64
	next.Store(first)
	var all sync.WaitGroup
	for worker := range 4 {
		all.Go(func() {
			for i := 0; ; i++ {
				user, value := fmt.Sprintf("u%d-%d", worker, i%5), fmt.Sprint(next.Add(1))
				if err := tag(s, user, value); err != nil {
					fmt.Println(err)
					os.Exit(1)
				}
				os.Stdout.WriteString(user + ":" + value + "\n")
			}
		})
	}
	all.Wait()
}

// TestFull: where a file cannot grow, an act fails, half a line does not stay, and the
// change is written with the next one once there is room.
func TestFull(t *testing.T) {
	if path := os.Getenv("STATE"); path != "" {
		actUntilFull(t, path)
		return
	}
	path := filepath.Join(t.TempDir(), "shop.json")
	out, err := child(t, path, "8").CombinedOutput()
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if len(data) > 8<<10 || !strings.HasSuffix(string(data), "\n") {
		t.Errorf("%d bytes, which end in %q", len(data), data[max(0, len(data)-20):])
	}
	kept := users(t, path)
	if n := len(strings.Fields(kept)); n < 10 || !strings.HasPrefix(kept, "last:1 user:199 ") {
		t.Errorf("%d users: %s", n, kept)
	}
}

// actUntilFull first changes one user so often that only replacing the file makes room,
// then adds users until there is no more room. Then it removes a large menu.
func actUntilFull(t *testing.T, path string) {
	s := open(t, store.Options{Path: path})
	s.CompactAfter(1 << 20)
	at := world.Place{Owner: world.Owner{Platform: world.MP, AppID: "wx1"}}
	s.World().Update(func(tx *world.Tx) { tx.SetMenu(at, []byte(`{"bogus":"`+strings.Repeat("x", 1000)+`"}`)) })
	for i := range 200 {
		if err := tag(s, "user", fmt.Sprint(i)); err != nil {
			t.Fatal(err)
		}
	}
	var before string
	var err error
	n := 0
	for ; err == nil && n < 200; n++ {
		before = users(t, path)
		err = tag(s, fmt.Sprintf("user%03d", n), "1")
	}
	var failed *store.FileError
	if !errors.As(err, &failed) || failed.Op != "write" || s.Unkept() == nil || users(t, path) != before || n < 10 {
		t.Errorf("user %d: %v; the file has %s, had %s", n, err, users(t, path), before)
	}
	s.World().Update(func(tx *world.Tx) { tx.DeleteMenus(at) })
	if err := tag(s, "last", "1"); err != nil || users(t, path) != "last:1 "+before+fmt.Sprintf(" user%03d:1", n-1) {
		t.Errorf("%v, the file has %s, had %s", err, users(t, path), before)
	}
}
