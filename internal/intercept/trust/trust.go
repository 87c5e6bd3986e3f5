// Package trust writes the certificate of a run's authority into files, for programs
// that take the certificates they trust from a file that the environment names.
//
// The files are in a new folder that no other user can read, and contain no key.
package trust

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// maxRoots is how many bytes of certificates are read.
const maxRoots = 16 << 20

// Variable names the file that has the certificate of the authority alone, for programs
// that must be given it in another way.
const Variable = "WXTOOL_CA_CERT"

// variable is a variable that names a file with certificates in PEM.
type variable struct {
	name     string
	fallback string // the variable whose file the programs read if this one is not set
	base     base
}

// base is what a file has besides the authority, if no variable of the user names one.
type base int

const (
	system  base = iota // the roots of the system, which the file replaces
	nothing             // the file is read besides the roots of the system
	never               // nothing, whatever the user has
)

func variables() []variable {
	return []variable{
		{"SSL_CERT_FILE", "", system},               // OpenSSL, Python's ssl, Ruby; Go on Linux and the BSDs
		{"CURL_CA_BUNDLE", "SSL_CERT_FILE", system}, // curl
		{"REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", system},
		{"NODE_EXTRA_CA_CERTS", "", nothing},
		{Variable, "", never},
	}
}

// Files are the files of a run.
type Files struct {
	dir         string
	environment []string
}

// Write writes the files into a new folder below dir, "" for that of temporary files.
// certificate is in PEM; lookup is that of the environment which the program would have
// otherwise. Where that names a file with certificates, they are trusted too; else those
// of the system are, except on Windows, which has no file of them.
func Write(dir string, certificate []byte, lookup func(string) (string, bool)) (*Files, error) {
	own, err := os.MkdirTemp(dir, "wxtool-ca-") // mode 0700
	if err != nil {
		return nil, err
	}
	f := &Files{dir: own}
	for _, v := range variables() {
		if err := f.write(v, certificate, lookup); err != nil {
			return nil, errors.Join(fmt.Errorf("%s: %w", v.name, err), f.Remove())
		}
	}
	return f, nil
}

// Environment returns the variables that name the files.
func (f *Files) Environment() []string { return f.environment }

// Remove removes the files and their folder.
func (f *Files) Remove() error { return os.RemoveAll(f.dir) }

func (f *Files) write(v variable, certificate []byte, lookup func(string) (string, bool)) error {
	content, err := v.trusted(lookup)
	if err != nil {
		return err
	}
	path := filepath.Join(f.dir, v.name+".pem")
	f.environment = append(f.environment, v.name+"="+path)
	return os.WriteFile(path, append(content, certificate...), 0o600)
}

// trusted returns the certificates that programs trust without the authority.
func (v variable) trusted(lookup func(string) (string, bool)) ([]byte, error) {
	if v.base == never {
		return nil, nil
	}
	for _, name := range []string{v.name, v.fallback} {
		if path, _ := lookup(name); path != "" {
			return readAll(path)
		}
	}
	if v.base == nothing {
		return nil, nil
	}
	for _, path := range systemFiles() {
		data, err := readAll(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		return data, err
	}
	return nil, nil
}

// systemFiles lists where systems keep their certificates, in the order of Go's
// crypto/x509.
func systemFiles() []string {
	if runtime.GOOS == "windows" {
		return nil
	}
	return []string{
		"/etc/ssl/certs/ca-certificates.crt",                // Debian, Arch Linux
		"/etc/pki/tls/certs/ca-bundle.crt",                  // Fedora
		"/etc/ssl/ca-bundle.pem",                            // openSUSE
		"/etc/pki/tls/cacert.pem",                           // OpenELEC
		"/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", // RHEL
		"/etc/ssl/cert.pem",                                 // Alpine Linux, macOS, the BSDs
	}
}
