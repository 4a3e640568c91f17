import type { FailureCode } from '../../../src-main/contract/failure-codes.ts';
import type { FailureWords } from '../en/failures.ts';

const words = (message: string, hint: string): FailureWords => ({ message, hint });

export const failures: Readonly<Record<FailureCode, FailureWords>> = {
  BATCH_TOO_LARGE: words('Der Stapel hat mehr als 100 Dateien.', 'Laden Sie die Dateien als Serie.'),
  BATCH_EMPTY: words(
    'Der Stapel hat keine Dateien.',
    'Wählen Sie Dateien oder Ordner mit PDF, DOCX, TXT oder Markdown.',
  ),
  BATCH_NOT_FOUND: words('Diesen Stapel gibt es nicht.', 'Er wurde vielleicht aus dem Verlauf gelöscht.'),
  DOCUMENT_NOT_FOUND: words('Dieses Dokument gibt es nicht.', 'Suchen Sie es in der Bibliothek.'),
  MAPPING_INVALID: words(
    'Die Zuordnung der Metadaten ist nicht lesbar.',
    'Berichtigen Sie die genannte Zeile; es wurde nichts geladen.',
  ),
  MAPPING_AMBIGUOUS: words(
    'Eine Zeile der Zuordnung passt zu mehreren Dateien.',
    'Schreiben Sie in diese Zeile den Pfad statt des Dateinamens.',
  ),
  SCHEMA_INVALID: words('Das Metadaten-Schema ist nicht lesbar.', 'Berichtigen Sie das genannte Feld.'),
  MEMORY_LIMIT_REACHED: words('Die Speichergrenze ist erreicht.', 'Warten Sie, bis laufende Stapel weniger brauchen.'),
  LIBRARY_IN_USE: words(
    'Ein anderer Prozess benutzt die Bibliothek.',
    'Warten Sie, bis er endet, oder arbeiten Sie in seinem Fenster.',
  ),
  LIBRARY_NEWER: words(
    'Ein neueres Stevedore hat die Bibliothek geschrieben.',
    'Aktualisieren Sie Stevedore; die Bibliothek wurde nicht berührt.',
  ),
  LIBRARY_UNUSABLE: words(
    'Die Bibliothek kann nicht geöffnet werden.',
    'Der Befehl doctor sagt, was fehlt und was zu retten ist.',
  ),
  BUNDLE_INVALID: words('Das Bündel ist nicht lesbar.', 'Schreiben Sie es auf seinem Arbeitsplatz noch einmal.'),
  INVALID_REQUEST: words('Die Anfrage ist nicht gültig.', 'Berichtigen Sie, was genannt ist.'),
  INVALID_STATE: words('Das geht jetzt nicht.', 'Sehen Sie zuerst nach dem Stand des Stapels.'),
  UNAUTHORIZED: words('Der API-Schlüssel fehlt oder ist falsch.', 'Senden Sie ihn im Kopf X-API-Key.'),
  FORBIDDEN_ORIGIN: words('Anfragen von Webseiten werden abgelehnt.', 'Rufen Sie die API aus einem Skript auf.'),
  METADATA_INVALID: words(
    'Die Metadaten sind nicht gültig.',
    'Berichtigen Sie die Zeile dieser Datei in der Zuordnung, und wiederholen Sie.',
  ),
  FILE_NOT_FOUND: words('Die Datei gibt es nicht.', 'Prüfen Sie den Pfad, oder stellen Sie die Datei wieder her.'),
  FILE_CHANGED: words(
    'Die Datei wurde beim Lesen verändert.',
    'Warten Sie, bis niemand mehr hineinschreibt, und wiederholen Sie.',
  ),
  FILE_LOCKED: words('Ein anderes Programm sperrt die Datei.', 'Schließen Sie es, und wiederholen Sie.'),
  FILE_ACCESS_DENIED: words(
    'Die Datei darf nicht gelesen werden.',
    'Bitten Sie um das Leserecht, und wiederholen Sie.',
  ),
  FILE_NOT_REGULAR: words('Das ist keine gewöhnliche Datei.', 'Wählen Sie die Datei selbst, keinen Verweis darauf.'),
  FILE_TOO_LARGE: words('Die Datei ist zu groß.', 'Teilen Sie das Dokument in kleinere Dateien.'),
  FILE_EMPTY: words('Die Datei ist leer.', 'Prüfen Sie, ob sie ganz kopiert oder gespeichert wurde.'),
  UNSUPPORTED_FORMAT: words(
    'Dieses Format kann nicht geladen werden.',
    'Speichern Sie das Dokument als PDF, DOCX, TXT oder Markdown.',
  ),
  TYPE_MISMATCH: words(
    'Der Inhalt ist nicht, was die Dateiendung sagt.',
    'Geben Sie der Datei die Endung ihres Formats, oder speichern Sie sie neu.',
  ),
  DOCUMENT_CORRUPT: words(
    'Das Dokument ist beschädigt und nicht lesbar.',
    'Öffnen und speichern Sie es in seinem Programm, oder holen Sie eine neue Kopie.',
  ),
  DOCUMENT_ENCRYPTED: words(
    'Das Dokument ist durch ein Passwort geschützt.',
    'Speichern Sie eine Kopie ohne Passwort, und laden Sie diese.',
  ),
  NO_TEXT: words(
    'Das Dokument enthält keinen Text.',
    'Vielleicht ist es ein Scan: Lassen Sie eine Texterkennung (OCR) laufen, und laden Sie das Ergebnis.',
  ),
  EXPANSION_LIMIT: words(
    'Das Dokument würde entpackt die Grenze überschreiten.',
    'Speichern Sie es ohne eingebettete Daten, oder teilen Sie es.',
  ),
  TIMEOUT: words(
    'Das Lesen dauerte zu lange und wurde beendet.',
    'Teilen Sie das Dokument, oder speichern Sie es einfacher.',
  ),
  EXTRACTOR_CRASHED: words(
    'Der Leser endete unerwartet bei diesem Dokument.',
    'Speichern Sie das Dokument neu, und wiederholen Sie; geschieht es wieder, melden Sie das Dokument.',
  ),
  EXTRACTOR_OUT_OF_MEMORY: words(
    'Das Lesen brauchte mehr Speicher als erlaubt und wurde beendet.',
    'Teilen Sie das Dokument in kleinere Dateien.',
  ),
  CANCELLED: words('Das Dokument wurde abgebrochen.', 'Laden Sie es mit einem neuen Stapel.'),
  INTERNAL: words('Ein unerwarteter Fehler ist aufgetreten.', 'Sehen Sie ins Protokoll, und melden Sie ihn.'),
  TARGET_NOT_CONFIGURED: words(
    'Neo4j ist nicht eingerichtet.',
    'Setzen Sie Adresse, Benutzer und Passwort der Neo4j-Datenbank.',
  ),
  TARGET_UNAVAILABLE: words(
    'Die Neo4j-Datenbank ist nicht erreichbar.',
    'Prüfen Sie Netz und Server; der Stapel fährt von selbst fort.',
  ),
  TARGET_AUTH: words('Die Neo4j-Datenbank lehnt Benutzer oder Passwort ab.', 'Berichtigen Sie Benutzer und Passwort.'),
  TARGET_FORBIDDEN: words(
    'Der Neo4j-Benutzer darf in diese Datenbank nicht schreiben.',
    'Bitten Sie ihren Besitzer um das Schreibrecht.',
  ),
  TARGET_DATABASE_NOT_FOUND: words('Diese Neo4j-Datenbank gibt es nicht.', 'Berichtigen Sie ihren Namen.'),
  TARGET_SCHEMA_CONFLICT: words(
    'Knoten eines anderen Werkzeugs stehen unseren Regeln im Weg.',
    'Nehmen Sie eine andere Datenbank, oder lassen Sie den genannten Konflikt beheben.',
  ),
  TARGET_REJECTED: words(
    'Die Neo4j-Datenbank lehnt dieses Dokument ab.',
    'Sehen Sie auf die Metadaten des Dokuments: Der Server nennt den Wert.',
  ),
  DISK_FULL: words('Die Festplatte ist voll.', 'Schaffen Sie Platz, und setzen Sie den Stapel fort.'),
};
