from apscheduler.jobstores.base import BaseJobStore

class SQLAlchemyJobStore(BaseJobStore):
    def __init__(self, url: str | None = None, tablename: str = ...) -> None: ...
