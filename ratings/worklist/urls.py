from django.urls import path

from ratings.worklist import views

urlpatterns = [
    path("home/", views.home, name="home"),
    path("home/next/", views.next_work, name="next-work"),
]
