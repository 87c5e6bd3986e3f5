package sandbox

import (
	"io"
	"net/http"

	"wxtool/internal/sandbox/world"
)

// What the sandbox has in memory of uploads: so many at once, each so long. Others wait.
const (
	maxUpload     = 24 << 20
	uploadsAtOnce = 4
)

// read reads the body of a call. The long ones of uploads are read only for a caller
// with a good access_token. done must be called after the answer.
func (s *Server) read(w http.ResponseWriter, r *http.Request) (body []byte, done func(), err error) {
	if !isUpload(r.URL.Path) {
		body, err = io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
		return body, func() {}, err
	}
	if !s.mayUpload(r) {
		// It gets the answer about its token. Most clients read it only after they have
		// sent their body.
		_, err = io.Copy(io.Discard, http.MaxBytesReader(w, r.Body, maxUpload))
		return nil, func() {}, err
	}
	select {
	case s.uploads <- struct{}{}:
	case <-r.Context().Done():
		return nil, nil, r.Context().Err()
	}
	done = func() { <-s.uploads }
	body, err = io.ReadAll(http.MaxBytesReader(w, r.Body, maxUpload))
	if err != nil {
		done()
	}
	return body, done, err
}

func isUpload(path string) bool {
	return path == uploadPath || path == uploadImgPath || path == addMaterialPath
}

// mayUpload reports whether the access_token of a call is good now.
func (s *Server) mayUpload(r *http.Request) (may bool) {
	c := &call{Server: s, r: r, query: r.URL.Query()}
	s.world.Update(func(tx *world.Tx) {
		c.tx, c.now = tx, tx.Now()
		may = c.authorize("") == nil
	})
	return may
}
