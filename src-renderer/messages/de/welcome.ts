export const welcome = {
  title: 'Willkommen bei Stevedore',
  text: 'Es lädt Dokumente mit ihren Metadaten in eine Bibliothek auf diesem Rechner und veröffentlicht sie in Neo4j, wenn Sie es wollen.',
  sample: 'Einen Beispielstapel laden',
  sampleText: '20 Dokumente eines Hafens mit ihren Metadaten. Sie sehen zuerst die Prüfung; „Laden“ beginnt dann.',
  connection: 'Eine Verbindung prüfen',
  connectionText: 'Nur zum Veröffentlichen in Neo4j. Das hat Zeit: Alles andere geht ohne Server.',
  own: 'Mit eigenen Dateien beginnen',
  ownText: 'Fügen Sie oben Dateien oder einen Ordner hinzu, ziehen Sie sie hierher, oder geben Sie einen Pfad ein.',
};
