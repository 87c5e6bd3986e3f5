package interop

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestLockfile: npm ci installs the packages in the lockfile and checks their hashes. It
// must use the registry that is configured on the machine, so the lockfile must not
// contain one.
func TestLockfile(t *testing.T) {
	type npmPackage struct {
		Version, Resolved, Integrity string
		Link                         bool
		Dependencies                 map[string]string
	}
	var manifest npmPackage
	readNode(t, "package.json", &manifest)
	var lock struct {
		LockfileVersion int
		Packages        map[string]npmPackage
	}
	readNode(t, "package-lock.json", &lock)
	if len(manifest.Dependencies) < 10 || !maps.Equal(lock.Packages[""].Dependencies, manifest.Dependencies) {
		t.Errorf("package-lock.json is of %v, package.json of %v", lock.Packages[""].Dependencies, manifest.Dependencies)
	}
	for name, version := range manifest.Dependencies {
		if locked := lock.Packages["node_modules/"+name].Version; locked != version {
			t.Errorf("%s is locked to %q, not %s", name, locked, version)
		}
	}
	delete(lock.Packages, "")
	for name, p := range lock.Packages {
		if p.Version == "" || p.Link || !strings.HasPrefix(p.Integrity, "sha512-") || p.Resolved != "" {
			t.Errorf("%s: %+v", name, p)
		}
	}
}

func readNode(t *testing.T, name string, to any) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "node", name))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, to); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}
