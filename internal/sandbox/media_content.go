package sandbox

import (
	"bytes"
	"encoding/binary"
	"errors"
	"net/http"
	"sync"

	"wxtool/internal/qr"
	"wxtool/internal/sandbox/world"
)

// MediaStore keeps the content of media, by id. Its methods are called by several
// goroutines at once, without a lock held.
type MediaStore interface {
	Put(id string, data []byte) error
	Get(id string) ([]byte, error)
	Delete(ids []string)
}

// memory is a MediaStore that lasts as long as the process. The world limits how much
// there is in it.
type memory struct {
	mu   sync.Mutex
	data map[string][]byte
}

var errNoMedia = errors.New("there is no such media")

func (m *memory) Put(id string, data []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.data[id] = data
	return nil
}

func (m *memory) Get(id string) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if data, known := m.data[id]; known {
		return data, nil
	}
	return nil, errNoMedia
}

func (m *memory) Delete(ids []string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, id := range ids {
		delete(m.data, id)
	}
}

// content reads the content of a medium.
func (s *Server) content(m world.Media) ([]byte, error) {
	if m.Sample {
		return sample(m.Type), nil
	}
	return s.media.Get(m.ID)
}

// fill completes an answer with the content of a medium. It must not be called during
// an update.
func (s *Server) fill(c *call, a answer) answer {
	if a.download == nil {
		return a
	}
	data, err := s.content(a.download.media)
	if err != nil {
		var lost answer
		s.world.Update(func(tx *world.Tx) {
			c.tx = tx
			lost = c.refused(refuse(40007))
		})
		return lost
	}
	a.kind, a.body = a.download.media.Kind, data
	a.header = http.Header{"X-Content-Type-Options": {"nosniff"}}
	if a.download.attached {
		a.header.Set("Content-Disposition", `attachment; filename="`+a.download.media.ID+sniff(data).ending+`"`)
	}
	return a
}

// keepUpload keeps the content of an upload.
func (s *Server) keepUpload(c *call) error {
	s.media.Delete(c.forgotten)
	if c.upload == nil {
		return nil
	}
	return s.media.Put(c.uploadID, c.upload)
}

// mediaKind is the Content-Type and the ending of a file, as its first bytes show it.
type mediaKind struct{ kind, ending string }

// sniff recognizes the formats that the platform accepts.
//
// https://developers.weixin.qq.com/doc/service/api/material/temporary/api_uploadtempmedia
func sniff(data []byte) mediaKind {
	begins := func(head string) bool { return bytes.HasPrefix(data, []byte(head)) }
	switch {
	case begins("\xFF\xD8\xFF"):
		return mediaKind{"image/jpeg", ".jpg"}
	case begins("\x89PNG\r\n\x1A\n"):
		return mediaKind{"image/png", ".png"}
	case begins("GIF8"):
		return mediaKind{"image/gif", ".gif"}
	case begins("BM"):
		return mediaKind{"image/bmp", ".bmp"}
	case begins("RIFF") && len(data) >= 12 && string(data[8:12]) == "WAVE":
		return mediaKind{"audio/wav", ".wav"}
	case begins("\x30\x26\xB2\x75\x8E\x66\xCF\x11"):
		return mediaKind{"audio/x-ms-wma", ".wma"}
	case begins("#!AMR"):
		return mediaKind{"audio/amr", ".amr"}
	case begins("ID3"), len(data) > 1 && data[0] == 0xFF && data[1]&0xE0 == 0xE0:
		return mediaKind{"audio/mpeg", ".mp3"}
	case len(data) > 8 && string(data[4:8]) == "ftyp":
		return mediaKind{"video/mp4", ".mp4"}
	}
	return mediaKind{}
}

// sample is the content of a medium that a virtual user sends: a picture, a second of
// silence, or a video without pictures.
func sample(kind string) []byte {
	switch kind {
	case "voice":
		return append([]byte("#!AMR\n"), bytes.Repeat([]byte{0x7C}, 50)...) // frames without data
	case "video":
		return append(box("ftyp", []byte("isom\x00\x00\x02\x00isommp42")), box("mdat", nil)...)
	}
	code, err := qr.Encode("wxtool")
	if err != nil {
		return nil // a text that short fits
	}
	return code.JPEG()
}

// box is a box of an MP4 file.
func box(name string, content []byte) []byte {
	head := binary.BigEndian.AppendUint32(nil, uint32(8+len(content)))
	return append(append(head, name...), content...)
}
