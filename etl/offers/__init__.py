"""The right product for the right person, as a stage of the pass: features, labels, training, scores, and the tables served.

``cuts``: the days on which customers are looked at; ``features`` and ``labels``: what was known before a cut, what came after it;
``training``: a model when a month has closed; ``scoring``: everybody, every day; ``results``: what campaigns brought;
``tables``: what is kept in the lake's schema ``offer`` and what of it is served.
"""
