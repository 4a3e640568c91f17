"""Searches our graph with neo4j-graphrag's HybridRetriever and prints the texts it found as JSON.

The vector index is this test's own and empty, and the embedder a constant: what is found comes from the full-text half.
Arguments: the words to search for. The connection comes from NEO4J_URI, NEO4J_USERNAME and NEO4J_PASSWORD.
"""

import json
import os
import sys

from neo4j import GraphDatabase
from neo4j_graphrag.embeddings.base import Embedder
from neo4j_graphrag.indexes import create_vector_index
from neo4j_graphrag.retrievers import HybridRetriever

VECTOR_INDEX = "test_chunk_embedding"


class ConstantEmbedder(Embedder):
    def embed_query(self, text: str) -> list[float]:
        return [1.0, 0.0, 0.0]


auth = (os.environ["NEO4J_USERNAME"], os.environ["NEO4J_PASSWORD"])
with GraphDatabase.driver(os.environ["NEO4J_URI"], auth=auth) as driver:
    create_vector_index(
        driver, VECTOR_INDEX, label="Chunk", embedding_property="embedding", dimensions=3, similarity_fn="cosine"
    )
    driver.execute_query("CALL db.awaitIndexes(60)")
    try:
        retriever = HybridRetriever(
            driver,
            vector_index_name=VECTOR_INDEX,
            fulltext_index_name="stevedore_chunk_text",
            embedder=ConstantEmbedder(),
            return_properties=["text", "id"],
        )
        found = retriever.search(query_text=sys.argv[1], top_k=3)
        print(json.dumps([item.content for item in found.items]))
    finally:
        driver.execute_query(f"DROP INDEX {VECTOR_INDEX}")
